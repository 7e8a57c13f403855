//! A scripted editor: every feature of the language server over a connection in memory, in both position encodings.
#![cfg(feature = "lsp")]

use std::{
    fs,
    path::{Path, PathBuf},
    thread,
    time::Duration,
};

use lsp_server::{Connection, Message, Notification, Request, RequestId};
use serde_json::{Value, json};

const GLOSSARY: &str = "[great-solidarity-house]\nen = [\"Great Solidarity house\", { term = \"great unity house\", status = \"deprecated\" }]\nvi = \"nhà Đại đoàn kết\"\ndefinition = \"a house for a poor family\"\n\n[front]\nen = \"Vietnam Fatherland Front\"\nvi = \"Mặt trận Tổ quốc Việt Nam\"\n";
const ARTICLE: &str =
    "𝄞 Lò Văn Hòa built two great unity houses.\nThe Vietnam Fatherland Front paid for them in Ðiện Biên.\n";

/// An editor that is connected to a server.
struct Editor {
    connection: Connection,
    server: thread::JoinHandle<()>,
    asked: i32,
}

impl Editor {
    fn start(glossary: &Path, encodings: &[&str]) -> (Self, Value) {
        Self::start_in(&json!({ "rootUri": null }), &[glossary.to_owned()], encodings)
    }

    /// Starts a server in the folder of the tests, with an editor that has the folders of `roots` open.
    fn start_in(roots: &Value, glossaries: &[PathBuf], encodings: &[&str]) -> (Self, Value) {
        let (server, client) = Connection::memory();
        let glossary = glossaries.to_vec();
        let thread = thread::spawn(move || gloss::lsp::serve(&server, Path::new("."), &glossary).expect("served"));
        let mut editor = Self { connection: client, server: thread, asked: 0 };
        let capabilities = json!({
            "general": { "positionEncodings": encodings },
            "workspace": { "didChangeWatchedFiles": { "dynamicRegistration": true } },
        });
        let mut params = json!({ "processId": null, "rootUri": null, "capabilities": capabilities });
        for (name, value) in roots.as_object().expect("an object") {
            params[name] = value.clone();
        }
        let result = editor.ask("initialize", &params);
        editor.tell("initialized", &json!({}));
        let Message::Request(request) = editor.receive() else { panic!("nothing is registered") };
        assert_eq!(request.method, "client/registerCapability");
        (editor, result)
    }

    fn receive(&self) -> Message {
        self.connection.receiver.recv_timeout(Duration::from_secs(20)).expect("a message")
    }

    fn tell(&self, method: &str, params: &Value) {
        self.connection.sender.send(Notification::new(method.to_owned(), params).into()).expect("sent");
    }

    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.asked += 1;
        let id = RequestId::from(self.asked);
        self.connection.sender.send(Request::new(id.clone(), method.to_owned(), params).into()).expect("sent");
        loop {
            if let Message::Response(response) = self.receive()
                && response.id == id
            {
                return response.response_result.expect("an answer");
            }
        }
    }

    /// The next published diagnostics: their ranges and codes.
    fn published(&self) -> Vec<(Value, String)> {
        loop {
            if let Message::Notification(Notification { method, params }) = self.receive()
                && method == "textDocument/publishDiagnostics"
            {
                let all = params["diagnostics"].as_array().expect("a list").clone();
                let one = |one: Value| (one["range"].clone(), one["code"].as_str().unwrap_or_default().to_owned());
                return all.into_iter().map(one).collect();
            }
        }
    }

    fn stop(mut self) {
        self.ask("shutdown", &Value::Null);
        self.tell("exit", &Value::Null);
        self.server.join().expect("it ends well");
    }
}

struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let folder = std::env::temp_dir().join(format!("gloss-lsp-{name}-{}", std::process::id()));
        fs::create_dir_all(folder.join("glossary")).expect("a folder");
        fs::write(folder.join("glossary/programme.toml"), GLOSSARY).expect("written");
        Self(folder)
    }

    fn uri(&self, name: &str) -> String {
        format!("file://{}", self.0.join(name).display())
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn range(line: u32, from: u32, to: u32) -> Value {
    json!({ "start": { "line": line, "character": from }, "end": { "line": line, "character": to } })
}

fn open(editor: &Editor, uri: &str, text: &str) {
    let document = json!({ "uri": uri, "languageId": "plaintext", "version": 1, "text": text });
    editor.tell("textDocument/didOpen", &json!({ "textDocument": document }));
}

#[test]
fn an_editor_session_over_every_feature() {
    // The clef is one UTF-16 pair and four bytes: columns differ.
    for (encodings, agreed, houses, wrong) in
        [(&["utf-16"][..], "utf-16", (24, 42), (46, 50)), (&["utf-16", "utf-8"], "utf-8", (29, 47), (46, 53))]
    {
        let folder = Folder::new(agreed);
        let (mut editor, result) = Editor::start(&folder.0.join("glossary"), encodings);
        assert_eq!(result["capabilities"]["positionEncoding"], agreed);
        let uri = folder.uri("a.en.txt");
        let document = json!({ "uri": uri });
        open(&editor, &uri, ARTICLE);
        let houses = range(0, houses.0, houses.1);
        let wanted = [
            (houses.clone(), "deprecated-rendering".to_owned()),
            (range(1, wrong.0, wrong.1), "wrong-letter".to_owned()),
        ];
        assert_eq!(editor.published(), wanted);

        let at = json!({ "textDocument": document, "position": houses["start"] });
        let card = editor.ask("textDocument/hover", &at);
        assert_eq!(card["range"], houses);
        let card = card["contents"]["value"].as_str().expect("a card").to_owned();
        assert!(card.contains("**vi** nhà Đại đoàn kết") && card.contains("a house for a poor family"), "{card}");

        let entry = editor.ask("textDocument/definition", &at);
        assert!(entry[0]["uri"].as_str().expect("a file").ends_with("/glossary/programme.toml"));
        assert_eq!(entry[0]["range"]["start"]["line"], 0);

        let context = json!({ "diagnostics": [] });
        let actions = editor
            .ask("textDocument/codeAction", &json!({ "textDocument": document, "range": houses, "context": context }));
        let titles: Vec<&str> =
            actions.as_array().expect("a list").iter().filter_map(|a| a["title"].as_str()).collect();
        assert_eq!(
            titles,
            [
                "Write `Great Solidarity houses`",
                "Waive `deprecated-rendering` here",
                "Mend everything that is certain",
                "Add `great unity houses` to the glossary"
            ]
        );
        assert_eq!(
            actions[0]["edit"]["changes"][&uri][0],
            json!({ "range": houses, "newText": "Great Solidarity houses" })
        );
        assert_eq!(actions[2]["kind"], "source.fixAll.gloss");
        assert_eq!(actions[2]["edit"]["changes"][&uri].as_array().expect("edits").len(), 2);
        let only = json!({ "diagnostics": [], "only": ["source.fixAll"] });
        let all = editor
            .ask("textDocument/codeAction", &json!({ "textDocument": document, "range": houses, "context": only }));
        assert_eq!(all.as_array().expect("a list").len(), 1);

        // The mended text has nothing to be said about; the change is sent as the editor makes it.
        let change = json!([{ "range": houses, "text": "Great Solidarity houses" }, { "range": range(1, wrong.0, wrong.1), "text": "Điện" }]);
        editor.tell(
            "textDocument/didChange",
            &json!({ "textDocument": { "uri": uri, "version": 2 }, "contentChanges": change }),
        );
        assert!(editor.published().is_empty());

        // A term is completed without its diacritics, in either language.
        let last = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 2, "character": 0 } });
        for (typed, wanted) in [("the viet", "Vietnam Fatherland Front"), ("nha dai doan", "Great Solidarity house")] {
            let line = json!({ "start": { "line": 2, "character": 0 }, "end": { "line": 9, "character": 0 } });
            editor.tell("textDocument/didChange", &json!({ "textDocument": { "uri": uri, "version": 3 }, "contentChanges": [{ "range": line, "text": typed }] }));
            let position = json!({ "line": 2, "character": typed.len() });
            let items =
                editor.ask("textDocument/completion", &json!({ "textDocument": document, "position": position }));
            assert_eq!(items["items"][0]["label"], wanted, "{items}");
        }
        editor.tell("textDocument/didChange", &json!({ "textDocument": { "uri": uri, "version": 4 }, "contentChanges": [{ "range": last, "text": "Great Solidarity houses. " }] }));

        let uses = editor.ask("textDocument/references", &json!({ "textDocument": document, "position": houses["start"], "context": { "includeDeclaration": false } }));
        let uses: Vec<&str> =
            uses.as_array().expect("a list").iter().filter_map(|place| place["uri"].as_str()).collect();
        // The open document, and the articles of the project that the tests run in.
        assert!(
            uses.iter().filter(|place| **place == uri).count() == 2
                && uses.iter().any(|place| place.contains("/seeds/"))
        );
        let symbols = editor.ask("workspace/symbol", &json!({ "query": "mat tran" }));
        assert_eq!(symbols[0]["containerName"], "front");

        // The glossary changes, and with it what is found.
        fs::write(folder.0.join("glossary/programme.toml"), GLOSSARY.replace("deprecated", "admitted"))
            .expect("written");
        editor.tell("workspace/didChangeWatchedFiles", &json!({ "changes": [] }));
        editor.published();
        open(&editor, &uri, ARTICLE);
        assert_eq!(editor.published().len(), 1);
        editor.tell("textDocument/didClose", &json!({ "textDocument": document }));
        assert!(editor.published().is_empty());
        editor.stop();
    }
}

#[test]
fn translations_and_markdown_are_read_as_such() {
    let folder = Folder::new("kinds");
    let (mut editor, _) = Editor::start(&folder.0.join("glossary"), &["utf-16"]);
    let po = "msgid \"\"\nmsgstr \"Language: vi\\n\"\n\nmsgid \"Saved %s\"\nmsgstr \"Đã lưu\"\n";
    open(&editor, &folder.uri("a.po"), po);
    assert_eq!(editor.published(), [(range(3, 13, 15), "code-mismatch".to_owned())]);
    let uri = folder.uri("a.md");
    open(&editor, &uri, "<b>A</b> great unity house.\n");
    assert_eq!(editor.published(), [(range(0, 9, 26), "deprecated-rendering".to_owned())]);
    let context = json!({ "diagnostics": [] });
    let asked = json!({ "textDocument": { "uri": uri }, "range": range(0, 12, 12), "context": context });
    let actions = editor.ask("textDocument/codeAction", &asked);
    let titles: Vec<&str> = actions.as_array().expect("a list").iter().filter_map(|a| a["title"].as_str()).collect();
    let certain = "Mend everything that is certain";
    assert_eq!(titles, ["Write `Great Solidarity house`", "Waive `deprecated-rendering` here", certain]);
    let waiver = "<!-- gloss:ignore deprecated-rendering concept=great-solidarity-house: REASON -->\n";
    assert_eq!(actions[1]["edit"]["changes"][&uri][0], json!({ "range": range(0, 0, 0), "newText": waiver }));
    editor.stop();
}

#[test]
fn bug_one_bad_message_ended_the_session() {
    let folder = Folder::new("bad");
    let (mut editor, _) = Editor::start(&folder.0.join("glossary"), &["utf-16"]);
    let uri = folder.uri("a.en.txt");
    open(&editor, &uri, ARTICLE);
    assert_eq!(editor.published().len(), 2);
    editor.tell(
        "textDocument/didChange",
        &json!({ "textDocument": { "uri": uri, "version": null }, "contentChanges": [] }),
    );
    editor.tell("textDocument/didSave", &json!(1));
    let at = json!({ "textDocument": { "uri": uri }, "position": { "line": 0, "character": 30 } });
    assert!(!editor.ask("textDocument/hover", &at).is_null());
    // What is known already is not offered, nor is what gives no id.
    let offered = |editor: &mut Editor, range: Value| {
        let asked = json!({ "textDocument": { "uri": uri }, "range": range, "context": { "diagnostics": [], "only": ["refactor"] } });
        editor.ask("textDocument/codeAction", &asked).as_array().map_or(0, Vec::len)
    };
    assert_eq!(offered(&mut editor, range(1, 4, 28)), 0);
    assert_eq!(offered(&mut editor, range(1, 57, 58)), 0);
    assert_eq!(offered(&mut editor, range(1, 29, 33)), 1);
    editor.stop();
}

#[test]
fn bug_a_quick_fix_was_pasted_over_markup() {
    let folder = Folder::new("markup");
    let (mut editor, _) = Editor::start(&folder.0.join("glossary"), &["utf-16"]);
    let uri = folder.uri("a.html");
    open(&editor, &uri, "<p><b>great unity</b> house</p>\n");
    assert_eq!(editor.published().len(), 1);
    let asked = json!({ "textDocument": { "uri": uri }, "range": range(0, 8, 8), "context": { "diagnostics": [] } });
    let actions = editor.ask("textDocument/codeAction", &asked);
    let titles: Vec<&str> = actions.as_array().expect("a list").iter().filter_map(|a| a["title"].as_str()).collect();
    assert_eq!(titles, ["Waive `deprecated-rendering` here"]);
    editor.stop();
}

/// A project with a glossary that rejects one word, and a text that has it.
#[cfg(feature = "cli")]
fn project(name: &str, rejected: &str) -> Folder {
    let folder = Folder::new(name);
    let glossary = format!(
        "[thing]\nen = [\"good thing\", {{ term = \"{rejected}\", status = \"deprecated\" }}]\nvi = \"thứ tốt\"\n"
    );
    fs::write(folder.0.join("glossary/programme.toml"), glossary).expect("written");
    fs::write(folder.0.join("gloss.toml"), "shipped = false\n").expect("written");
    fs::write(folder.0.join("a.en.txt"), TWO_WORDS).expect("written");
    folder
}

#[cfg(feature = "cli")]
const TWO_WORDS: &str = "One azure widget was sold.\nOne crimson gadget was bought.\n";

/// What the command finds in a folder: ranges and rules, as an editor has them.
#[cfg(feature = "cli")]
fn found_by_command(folder: &Path) -> Vec<(Value, String)> {
    let cache = concat!(env!("CARGO_TARGET_TMPDIR"), "/cache");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_gloss"));
    command.args(["check", "a.en.txt", "--format", "json"]).current_dir(folder);
    let output = command.env("XDG_CACHE_HOME", cache).env("HOME", cache).output().expect("it runs");
    let report: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let number = |finding: &Value, name: &str| finding[name].as_u64().expect("a number") as u32 - 1;
    let findings = report["findings"].as_array().expect("a list").iter();
    let one = |f: &Value| {
        let range = range(number(f, "line"), number(f, "column"), number(f, "end_column"));
        (range, f["rule"].as_str().expect("a rule").to_owned())
    };
    findings.map(one).collect()
}

/// The same session found a deprecated term or nothing, as the server was started in one folder or another.
#[cfg(feature = "cli")]
#[test]
fn bug_the_server_read_the_folder_it_was_started_in() {
    let folder = project("root", "azure widget");
    let wanted = found_by_command(&folder.0);
    assert_eq!(wanted, [(range(0, 4, 16), "deprecated-rendering".to_owned())]);
    let (editor, _) = Editor::start_in(&json!({ "rootUri": folder.uri("") }), &[], &["utf-16"]);
    open(&editor, &folder.uri("a.en.txt"), TWO_WORDS);
    assert_eq!(editor.published(), wanted);
    editor.stop();
}

#[cfg(feature = "cli")]
#[test]
fn each_document_is_checked_in_the_innermost_folder_that_has_it() {
    let (blue, red) = (project("blue", "azure widget"), project("red", "crimson gadget"));
    let (in_blue, in_red) = (found_by_command(&blue.0), found_by_command(&red.0));
    assert_ne!(in_blue, in_red);
    let named = |folder: &Path| json!({ "uri": format!("file://{}", folder.display()), "name": "x" });
    let roots = json!({ "rootUri": blue.uri(""), "workspaceFolders": [named(&blue.0), named(&red.0)] });
    let (mut editor, result) = Editor::start_in(&roots, &[], &["utf-16"]);
    assert_eq!(result["capabilities"]["workspace"]["workspaceFolders"]["supported"], true);
    open(&editor, &blue.uri("a.en.txt"), TWO_WORDS);
    assert_eq!(editor.published(), in_blue);
    open(&editor, &red.uri("a.en.txt"), TWO_WORDS);
    assert_eq!(editor.published(), in_red);
    // An entry is found in its own folder, an entry's name in all of them.
    let at = json!({ "textDocument": { "uri": red.uri("a.en.txt") }, "position": { "line": 1, "character": 6 } });
    let entry = editor.ask("textDocument/definition", &at);
    assert_eq!(entry[0]["uri"], red.uri("glossary/programme.toml"));
    let symbols = editor.ask("workspace/symbol", &json!({ "query": "good thing" }));
    assert_eq!(symbols.as_array().map(Vec::len), Some(2));
    editor.tell("textDocument/didClose", &json!({ "textDocument": { "uri": red.uri("a.en.txt") } }));
    assert!(editor.published().is_empty());

    // A folder inside another is opened: its documents are its own.
    let inner = blue.0.join("inner");
    fs::create_dir_all(inner.join("glossary")).expect("a folder");
    for file in ["gloss.toml", "glossary/programme.toml", "a.en.txt"] {
        fs::copy(red.0.join(file), inner.join(file)).expect("copied");
    }
    let change = json!({ "event": { "added": [named(&inner)], "removed": [named(&red.0)] } });
    editor.tell("workspace/didChangeWorkspaceFolders", &change);
    assert_eq!(editor.published(), in_blue, "what is open is checked again");
    open(&editor, &blue.uri("inner/a.en.txt"), TWO_WORDS);
    assert_eq!(editor.published(), found_by_command(&inner));
    // What lies in no folder is read as in the first.
    open(&editor, &red.uri("a.en.txt"), TWO_WORDS);
    assert_eq!(editor.published(), in_blue);
    editor.stop();
}

#[cfg(feature = "cli")]
#[test]
fn a_folder_without_a_project_has_the_shipped_glossary() {
    let folder = Folder::new("bare");
    fs::write(folder.0.join("a.en.txt"), ARTICLE).expect("written");
    let (editor, _) = Editor::start_in(&json!({ "rootUri": folder.uri("") }), &[], &["utf-8"]);
    open(&editor, &folder.uri("a.en.txt"), ARTICLE);
    let rules: Vec<String> = editor.published().into_iter().map(|(_, rule)| rule).collect();
    let wanted: Vec<String> = found_by_command(&folder.0).into_iter().map(|(_, rule)| rule).collect();
    assert!(!wanted.is_empty());
    assert_eq!(rules, wanted);
    editor.stop();
}
