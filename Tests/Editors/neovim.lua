-- A person in Neovim, over its own client: prints a line for each thing that came of what was done.
--
--     nvim --headless -u NONE -n -c 'luafile Tests/Editors/neovim.lua'
--
-- POSTBACK is the command, GRAMMAR a folder with the tree-sitter grammar. Every wait ends with what it waits for, or after a minute with a line that says so.

vim.g.postback_command = vim.env.POSTBACK
if vim.env.GRAMMAR then
  vim.opt.runtimepath:prepend(vim.env.GRAMMAR)
end
vim.cmd("source Sources/Editors/neovim/postback.lua")

local function say(...)
  io.stdout:write(table.concat({ ... }, " ") .. "\n")
end

local function wait(what, condition)
  if not vim.wait(60000, condition, 20) then
    say("waited in vain for", what)
    vim.cmd("cquit")
  end
end

vim.cmd("edit Integrations/unity.postback")
wait("the client", function()
  local client = vim.lsp.get_active_clients()[1]
  return client and client.initialized and vim.lsp.buf_is_attached(0, client.id)
end)
local client = vim.lsp.get_active_clients()[1]
say("root", client.config.root_dir == vim.fn.getcwd() and "found" or client.config.root_dir)

local function request(method, more)
  local parameters = vim.lsp.util.make_position_params()
  for key, value in pairs(more or {}) do
    parameters[key] = value
  end
  local answers = vim.lsp.buf_request_sync(0, "textDocument/" .. method, parameters, 60000)
  local answer = answers and answers[client.id]
  if not answer or answer.error then
    say(method, answer and answer.error.message or "has no answer")
    return nil
  end
  return answer.result
end

local function go(text)
  vim.fn.cursor(1, 1)
  vim.fn.search("\\V" .. text, "ceW")
end

local function lines()
  return table.concat(vim.api.nvim_buf_get_lines(0, 0, -1, false), "\n")
end

local function findings()
  local found = {}
  for _, finding in ipairs(vim.diagnostic.get(0)) do
    table.insert(found, (finding.lnum + 1) .. " " .. (finding.code or finding.user_data.lsp.code))
  end
  return table.concat(found, ", ")
end

local original = lines()

-- Without a compiler there is no grammar, and nothing is said of colours.
if vim.env.GRAMMAR then
  local function root()
    return vim.treesitter.get_parser(0, "postback"):parse()[1]:root()
  end
  say("tree", root():type(), root():has_error() and "with mistakes" or "without a mistake")
  local highlighter = vim.treesitter.highlighter.active[vim.api.nvim_get_current_buf()]
  say("colours", highlighter and "on" or "off")
  vim.cmd("normal! ggIlines {")
  say("edited", root():has_error() and "with mistakes" or "without")
  vim.cmd("silent undo")
  say("undone", root():has_error() and "with mistakes" or "without")
end

go("device.gamer_id")
say("hover", request("hover").contents.value:match("^[^\n]*"))
local places = request("definition")
say("definition", vim.uri_to_fname(places[1].uri):match("Schemas/.*"), places[1].range.start.line > 0 and "line" or "")

-- What a person types, letters of two units of UTF-16 among it, and takes back.
go("gamerId = device.gamer_id")
vim.cmd("normal! A | sha257 // \240\159\152\128 \195\169")
wait("a finding", function() return findings() ~= "" end)
say("findings", findings())
vim.cmd("silent undo")
wait("no finding", function() return findings() == "" end)

go("gamerId = device.")
vim.cmd("normal! D")
vim.cmd("normal! A.")
vim.fn.cursor(vim.fn.line("."), vim.fn.col("$"))
local column = vim.fn.col("$") - 1
local items = request("completion", { position = { line = vim.fn.line(".") - 1, character = column } }).items
local labels = {}
for _, item in ipairs(items) do
  labels[item.label] = true
end
say("completion", labels.idfa and labels.gaid and "macros" or "no macros")
vim.cmd("silent undo")
vim.cmd("silent undo")
wait("no finding", function() return findings() == "" end)

go("field game_id")
local edit = request("rename", { newName = "game" })
vim.lsp.util.apply_workspace_edit(edit, client.offset_encoding)
wait("no finding", function() return findings() == "" end)
say("rename", select(2, lines():gsub("field%.game[^_]", "")), lines():find("game_id \"") and "left" or "all")
vim.cmd("silent undo")
say("undone", lines() == original and "as before" or "not as before")

go("gamerId =")
vim.cmd("normal! ^i\t\t")
local edits = request("formatting", { options = { tabSize = 4, insertSpaces = true } })
vim.lsp.util.apply_text_edits(edits, 0, client.offset_encoding)
say("formatting", lines() == original and "as before" or "not as before")

say("lenses", #request("codeLens") > 15 and "many" or "few")
say("symbols", request("documentSymbol")[1].name)
client.stop()
wait("the end", function() return client.is_stopped() end)
say("ended")
vim.cmd("qall!")
