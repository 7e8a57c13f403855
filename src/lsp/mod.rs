//! The language server: checks while a text is written, shows term cards, completes and mends.
//!
//! Findings, positions and words are those of `gloss check` in the folder of the editor's that a document lies in: the document
//! is read from memory in the place of its file, and every answer is a function of the document and the glossaries of that
//! folder. Nothing runs beside the one loop; a document that changed is checked when no message is waiting.

mod actions;
mod completion;
mod diagnostics;
mod documents;
mod folders;
mod hover;
mod navigation;
mod position;
mod terms;
mod uri;

use std::{
    error::Error,
    path::{Path, PathBuf},
    time::Duration,
};

use lsp_server::{Connection, ErrorCode, Message, Notification, Request, RequestId, Response};
use lsp_types::{
    CodeActionKind, CodeActionOptions, CodeActionParams, CodeActionProviderCapability, CompletionOptions,
    CompletionParams, DidChangeWatchedFilesRegistrationOptions, DidChangeWorkspaceFoldersParams,
    DidSaveTextDocumentParams, FileSystemWatcher, GlobPattern, GotoDefinitionParams, HoverParams,
    HoverProviderCapability, InitializeParams, InitializeResult, OneOf, PositionEncodingKind, ReferenceParams,
    Registration, RegistrationParams, SaveOptions, ServerCapabilities, ServerInfo, SymbolInformation,
    TextDocumentSyncCapability, TextDocumentSyncKind, TextDocumentSyncOptions, TextDocumentSyncSaveOptions, Uri,
    WorkspaceFoldersServerCapabilities, WorkspaceServerCapabilities, WorkspaceSymbolParams,
    notification::{
        DidChangeTextDocument, DidChangeWatchedFiles, DidChangeWorkspaceFolders, DidCloseTextDocument,
        DidOpenTextDocument, DidSaveTextDocument, Notification as _, PublishDiagnostics,
    },
    request::{
        CodeActionRequest, Completion, GotoDefinition, HoverRequest, References, RegisterCapability, Request as _,
        WorkspaceSymbolRequest,
    },
};
use serde::{Serialize, de::DeserializeOwned};

use documents::Documents;
use folders::{FolderSession, Folders, folder_of};
use position::Encoding;

/// What ends the server otherwise than an editor that takes its leave.
pub type Fault = Box<dyn Error + Send + Sync>;

/// A changed document is checked when no message has come for so long.
const PAUSE: Duration = Duration::from_millis(40);

/// Answers an editor until it takes its leave. Each document is checked as `gloss check` would in the innermost of the
/// editor's folders that it lies in; an editor without folders works in `folder`, from which `glossaries` are named too.
///
/// # Errors
/// [`Fault`] if the connection breaks, or the editor does not keep to the protocol.
pub fn serve(connection: &Connection, folder: &Path, glossaries: &[PathBuf]) -> Result<(), Fault> {
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
    let mut folders = Folders::of(&params, folder, glossaries);
    // Sessions borrow from the projects, so both are made anew when a glossary or the folders change.
    loop {
        let read = folders.read();
        for error in read.iter().filter_map(|folder| folder.failed.as_ref()) {
            tell(connection, &error.explained())?;
        }
        let sessions: Vec<FolderSession<'_>> = read.iter().map(|folder| FolderSession::new(folder, encoding)).collect();
        let server = Server { connection, folders: &sessions, encoding };
        match server.work(&mut documents)? {
            Next::End => return Ok(()),
            Next::Reload => {}
            Next::Folders(change) => folders.change(&change),
        }
        documents.all_changed();
    }
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
        workspace: Some(WorkspaceServerCapabilities {
            workspace_folders: Some(WorkspaceFoldersServerCapabilities {
                supported: Some(true),
                change_notifications: Some(OneOf::Left(true)),
            }),
            ..WorkspaceServerCapabilities::default()
        }),
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
    /// With the glossaries as they are now.
    Reload,
    /// With other folders.
    Folders(DidChangeWorkspaceFoldersParams),
    /// Not at all.
    End,
}

/// The connection to an editor, and the folders it has open.
struct Server<'s, 'p> {
    connection: &'s Connection,
    folders: &'s [FolderSession<'p>],
    encoding: Encoding,
}

impl Server<'_, '_> {
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
                    if let Some(next) = self.note(notification, documents)? {
                        return Ok(next);
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
            let Some(folder) = folder_of(self.folders, &uri) else { continue };
            let (findings, failed) = diagnostics::findings(folder, document);
            document.findings = findings;
            if let Some(error) = failed.map(|error| error.explained()).filter(|error| documents.is_news(error)) {
                tell(self.connection, &error)?;
            }
            let Some(document) = documents.get(&uri) else { continue };
            let params = diagnostics::publication(folder, uri, document);
            self.connection.sender.send(Notification::new(PublishDiagnostics::METHOD.to_owned(), params).into())?;
        }
        Ok(())
    }

    /// Takes note of what happened; says how the work goes on if not as before.
    fn note(&self, notification: Notification, documents: &mut Documents) -> Result<Option<Next>, Fault> {
        let Notification { method, params } = notification;
        match method.as_str() {
            DidOpenTextDocument::METHOD => self.read_params(params, |params| documents.open(params))?,
            DidChangeTextDocument::METHOD => {
                self.read_params(params, |params| documents.change(params, self.encoding))?;
            }
            DidCloseTextDocument::METHOD => {
                let mut closed = None;
                self.read_params(params, |params| closed = Some(documents.close(params)))?;
                if let Some(params) = closed.map(diagnostics::nothing) {
                    self.connection
                        .sender
                        .send(Notification::new(PublishDiagnostics::METHOD.to_owned(), params).into())?;
                }
            }
            DidChangeWatchedFiles::METHOD => return Ok(Some(Next::Reload)),
            DidChangeWorkspaceFolders::METHOD => {
                let mut next = None;
                self.read_params(params, |params| next = Some(Next::Folders(params)))?;
                return Ok(next);
            }
            DidSaveTextDocument::METHOD => {
                let mut reload = false;
                self.read_params(params, |params: DidSaveTextDocumentParams| {
                    let path = params.text_document.uri.as_str();
                    reload = path.ends_with("/gloss.toml") || path.contains("/glossary/");
                })?;
                return Ok(reload.then_some(Next::Reload));
            }
            _ => {}
        }
        Ok(None)
    }

    /// Passes the parameters of a notification on; one that cannot be read is told and otherwise left alone.
    fn read_params<P: DeserializeOwned>(&self, params: serde_json::Value, then: impl FnOnce(P)) -> Result<(), Fault> {
        match serde_json::from_value(params) {
            Ok(params) => then(params),
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
            HoverRequest::METHOD => Ok(reply(id, params, |params: HoverParams| {
                let uri = &params.text_document_position_params.text_document.uri;
                self.folder(uri).and_then(|folder| hover::hover(folder, documents, &params))
            })),
            Completion::METHOD => Ok(reply(id, params, |params: CompletionParams| {
                let uri = &params.text_document_position.text_document.uri;
                self.folder(uri).and_then(|folder| completion::complete(folder, documents, &params))
            })),
            CodeActionRequest::METHOD => Ok(reply(id, params, |params: CodeActionParams| {
                let folder = self.folder(&params.text_document.uri);
                folder.map_or_else(Vec::new, |folder| actions::actions(folder, documents, &params))
            })),
            GotoDefinition::METHOD => Ok(reply(id, params, |params: GotoDefinitionParams| {
                let folder = self.folder(&params.text_document_position_params.text_document.uri);
                folder.map_or_else(Vec::new, |folder| navigation::definition(folder, documents, &params))
            })),
            References::METHOD => Ok(reply(id, params, |params: ReferenceParams| {
                let folder = self.folder(&params.text_document_position.text_document.uri);
                folder.map_or_else(Vec::new, |folder| {
                    let is_in_folder = |uri: &Uri| self.folder(uri).is_some_and(|other| std::ptr::eq(other, folder));
                    navigation::references(folder, documents, &is_in_folder, &params)
                })
            })),
            WorkspaceSymbolRequest::METHOD => Ok(reply(id, params, |params| self.symbols(&params))),
            other => {
                let message = format!("gloss does not know `{other}`");
                Ok(Response::new_err(id, ErrorCode::MethodNotFound as i32, message))
            }
        }
    }

    fn folder(&self, uri: &Uri) -> Option<&FolderSession<'_>> {
        folder_of(self.folders, uri)
    }

    /// The entries of all folders; folders of one project have the same ones.
    fn symbols(&self, params: &WorkspaceSymbolParams) -> Vec<SymbolInformation> {
        let mut symbols = Vec::new();
        for symbol in self.folders.iter().flat_map(|folder| navigation::symbols(folder, params)) {
            if !symbols.contains(&symbol) {
                symbols.push(symbol);
            }
        }
        symbols
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
