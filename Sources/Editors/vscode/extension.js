// Starts the language server for the files of a folder that has Integrations/.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("postback").get("command");
  client = new LanguageClient(
    "postback",
    "Certified Postbacks",
    { command, args: ["language-server"] },
    { documentSelector: [{ language: "postback" }] },
  );
  return client.start();
};

exports.deactivate = () => client?.stop();
