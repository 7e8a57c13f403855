//! The language server: checks while a text is written, shows term cards, completes and mends.
//!
//! Findings, positions and words are those of `gloss check`: a document is read from memory in the place of its file, and
//! every answer is a function of the document and the glossary. Nothing runs beside the one loop; a document that changed is
//! checked when no message is waiting.

mod actions;
mod completion;
mod diagnostics;
mod documents;
mod hover;
mod navigation;
mod position;
mod uri;

use std::{error::Error, path::PathBuf, time::Duration};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionProviderCapability, CompletionOptions,
    DidChangeWatchedFilesRegistrationOptions, DidSaveTextDocumentParams, FileSystemWatcher, GlobPattern,
    HoverProviderCapability, InitializeParams, InitializeResult, OneOf, PositionEncodingKind, Registration,
    RegistrationParams, SaveOptions, ServerCapabilities, ServerInfo, TextDocumentSyncCapability, TextDocumentSyncKind,
    TextDocumentSyncOptions, TextDocumentSyncSaveOptions,
    notification::{
        DidChangeTextDocument, DidChangeWatchedFiles, DidCloseTextDocument, DidOpenTextDocument, DidSaveTextDocument,
        Notification as _, PublishDiagnostics,
    },
    request::{
        CodeActionRequest, Completion, GotoDefinition, HoverRequest, References, RegisterCapability, Request as _,
        WorkspaceSymbolRequest,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use crate::{
    check::Checker,
    project::{Project, ProjectError, UserLayer, Workspace},
};

use completion::Terms;
use documents::Documents;
use position::Encoding;

/// What ends the server otherwise than an editor that takes its leave.
pub type Fault = Box<dyn Error + Send + Sync>;

/// A changed document is checked when no message has come for so long.
const PAUSE: Duration = Duration::from_millis(40);

/// Answers an editor until it takes its leave. `glossaries` as of every command.
///
/// # Errors
/// [`Fault`] if the connection breaks, or the editor does not keep to the protocol.
pub fn serve(connection: &Connection, glossaries: &[PathBuf]) -> Result<(), Fault> {
    let (id, params) = connection.initialize_start()?;
    let params: InitializeParams = serde_json::from_value(params)?;
    let encoding = Encoding::agreed(&params);
    let result = InitializeResult {
        capabilities: capabilities(encoding),
        server_info: Some(ServerInfo { name: "gloss".to_owned(), version: Some(env!("CARGO_PKG_VERSION").to_owned()) }),
    };
    connection.initialize_finish(id, serde_json::to_value(result)?)?;
    watch(connection, &params)?;
    let mut documents = Documents::default();
    // The checker borrows from the project, so both are made anew when the glossary changes.
    loop {
        let (project, failed) = open(glossaries);
        if let Some(error) = failed {
            tell(connection, &error.explained())?;
        }
        let checker = project.checker().unwrap_or_else(|_| Checker::new(&project.glossary));
        let terms = Terms::of(&project.glossary);
        let desk = Desk { connection, project: &project, checker: &checker, terms: &terms, encoding };
        if let Next::End = desk.work(&mut documents)? {
            return Ok(());
        }
        documents.all_changed();
    }
}

/// The project around the current folder; without a usable one the shipped glossary alone.
fn open(glossaries: &[PathBuf]) -> (Project, Option<ProjectError>) {
    let found = Workspace::find(glossaries, UserLayer::Without).and_then(Project::open);
    found.map_or_else(|error| (Project::shipped(), Some(error)), |project| (project, None))
}

fn tell(connection: &Connection, message: &str) -> Result<(), Fault> {
    let params = serde_json::json!({ "type": 1, "message": format!("gloss: {message}") });
    connection.sender.send(Notification::new("window/showMessage".to_owned(), params).into())?;
    Ok(())
}

fn capabilities(encoding: Encoding) -> ServerCapabilities {
    ServerCapabilities {
        position_encoding: Some(PositionEncodingKind::from(encoding)),
        text_document_sync: Some(TextDocumentSyncCapability::Options(TextDocumentSyncOptions {
            open_close: Some(true),
            change: Some(TextDocumentSyncKind::INCREMENTAL),
            save: Some(TextDocumentSyncSaveOptions::SaveOptions(SaveOptions { include_text: Some(false) })),
            ..TextDocumentSyncOptions::default()
        })),
        hover_provider: Some(HoverProviderCapability::Simple(true)),
        completion_provider: Some(CompletionOptions::default()),
        definition_provider: Some(OneOf::Left(true)),
        references_provider: Some(OneOf::Left(true)),
        workspace_symbol_provider: Some(OneOf::Left(true)),
        code_action_provider: Some(CodeActionProviderCapability::Options(CodeActionOptions {
            code_action_kinds: Some(vec![CodeActionKind::QUICKFIX, actions::FIX_ALL, CodeActionKind::REFACTOR]),
            ..CodeActionOptions::default()
        })),
        ..ServerCapabilities::default()
    }
}

/// Asks to be told of changes to the glossary and its settings, of editors that can tell.
fn watch(connection: &Connection, params: &InitializeParams) -> Result<(), Fault> {
    let can = params.capabilities.workspace.as_ref().and_then(|of| of.did_change_watched_files.as_ref());
    if !can.and_then(|can| can.dynamic_registration).unwrap_or_default() {
        return Ok(());
    }
    let watcher = |glob: &str| FileSystemWatcher { glob_pattern: GlobPattern::String(glob.to_owned()), kind: None };
    let watchers = ["**/gloss.toml", "**/gloss-baseline.tsv", "**/glossary/**"].map(watcher).into();
    let registration = Registration {
        id: "gloss.watch".to_owned(),
        method: DidChangeWatchedFiles::METHOD.to_owned(),
        register_options: Some(serde_json::to_value(DidChangeWatchedFilesRegistrationOptions { watchers })?),
    };
    let params = RegistrationParams { registrations: vec![registration] };
    let id = RequestId::from("gloss.watch".to_owned());
    connection.sender.send(Request::new(id, RegisterCapability::METHOD.to_owned(), params).into())?;
    Ok(())
}

/// How the work goes on.
enum Next {
    /// With the glossary as it is now.
    Reload,
    /// Not at all.
    End,
}

/// Everything an answer is made of.
struct Desk<'d, 'g> {
    connection: &'d Connection,
    project: &'d Project,
    checker: &'d Checker<'g>,
    terms: &'d Terms<'g>,
    encoding: Encoding,
}

impl Desk<'_, '_> {
    fn work(&self, documents: &mut Documents) -> Result<Next, Fault> {
        loop {
            let message = if documents.is_dirty() {
                match self.connection.receiver.recv_timeout(PAUSE) {
                    Ok(message) => message,
                    Err(error) if error.is_timeout() => {
                        self.check(documents)?;
                        continue;
                    }
                    Err(_) => return Ok(Next::End),
                }
            } else {
                match self.connection.receiver.recv() {
                    Ok(message) => message,
                    Err(_) => return Ok(Next::End),
                }
            };
            match message {
                Message::Request(request) => {
                    if self.connection.handle_shutdown(&request)? {
                        return Ok(Next::End);
                    }
                    let response = self.answer(request, documents)?;
                    self.connection.sender.send(response.into())?;
                }
                Message::Notification(notification) => {
                    if self.note(notification, documents)? {
                        return Ok(Next::Reload);
                    }
                }
                Message::Response(_) => {}
            }
        }
    }

    /// Checks the documents that changed and publishes what is found.
    fn check(&self, documents: &mut Documents) -> Result<(), Fault> {
        for uri in documents.take_dirty() {
            let Some(document) = documents.get_mut(&uri) else { continue };
            let (findings, failed) = diagnostics::findings(self, document);
            document.findings = findings;
            if let Some(error) = failed.map(|error| error.explained()).filter(|error| documents.is_news(error)) {
                tell(self.connection, &error)?;
            }
            let Some(document) = documents.get(&uri) else { continue };
            let params = diagnostics::publication(self, uri, document);
            self.connection.sender.send(Notification::new(PublishDiagnostics::METHOD.to_owned(), params).into())?;
        }
        Ok(())
    }

    /// Takes note of what happened; whether the glossary has to be read again.
    fn note(&self, notification: Notification, documents: &mut Documents) -> Result<bool, Fault> {
        let Notification { method, params } = notification;
        match method.as_str() {
            DidOpenTextDocument::METHOD => self.heard(params, |params| documents.open(params))?,
            DidChangeTextDocument::METHOD => self.heard(params, |params| documents.change(params, self.encoding))?,
            DidCloseTextDocument::METHOD => {
                let mut closed = None;
                self.heard(params, |params| closed = Some(documents.close(params)))?;
                if let Some(params) = closed.map(diagnostics::nothing) {
                    self.connection
                        .sender
                        .send(Notification::new(PublishDiagnostics::METHOD.to_owned(), params).into())?;
                }
            }
            DidChangeWatchedFiles::METHOD => return Ok(true),
            DidSaveTextDocument::METHOD => {
                let mut reload = false;
                self.heard(params, |params: DidSaveTextDocumentParams| {
                    let path = params.text_document.uri.as_str();
                    reload = path.ends_with("/gloss.toml") || path.contains("/glossary/");
                })?;
                return Ok(reload);
            }
            _ => {}
        }
        Ok(false)
    }

    /// Passes the parameters of a notification on; one that cannot be read is told and otherwise left alone.
    fn heard<P: DeserializeOwned>(&self, params: serde_json::Value, hear: impl FnOnce(P)) -> Result<(), Fault> {
        match serde_json::from_value(params) {
            Ok(params) => hear(params),
            Err(error) => tell(self.connection, &format!("the editor sent what cannot be read: {error}"))?,
        }
        Ok(())
    }

    fn answer(&self, request: Request, documents: &mut Documents) -> Result<Response, Fault> {
        // An answer is about the text as it is now.
        self.check(documents)?;
        let Request { id, method, params } = request;
        let documents = &*documents;
        match method.as_str() {
            HoverRequest::METHOD => Ok(reply(id, params, |params| hover::hover(self, documents, &params))),
            Completion::METHOD => Ok(reply(id, params, |params| completion::complete(self, documents, &params))),
            CodeActionRequest::METHOD => Ok(reply(id, params, |params| actions::actions(self, documents, &params))),
            GotoDefinition::METHOD => Ok(reply(id, params, |params| navigation::definition(self, documents, &params))),
            References::METHOD => Ok(reply(id, params, |params| navigation::references(self, documents, &params))),
            WorkspaceSymbolRequest::METHOD => Ok(reply(id, params, |params| navigation::symbols(self, &params))),
            other => {
                let message = format!("gloss does not know `{other}`");
                Ok(Response::new_err(id, ErrorCode::MethodNotFound as i32, message))
            }
        }
    }
}

/// The answer to a request, or why its parameters cannot be read.
fn reply<P: DeserializeOwned, R: Serialize>(
    id: RequestId,
    params: serde_json::Value,
    answer: impl FnOnce(P) -> R,
) -> Response {
    match serde_json::from_value(params) {
        Ok(params) => Response::new_ok(id, answer(params)),
        Err(error) => Response::new_err(id, ErrorCode::InvalidParams as i32, error.to_string()),
    }
}
