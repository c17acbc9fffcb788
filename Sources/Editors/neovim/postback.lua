-- Partner files, schemas and contracts in Neovim 0.7 and later: file types, and the language server.
--
-- Copy this file into ~/.config/nvim/plugin/. Where `postback` is not on the PATH, say where it is:
--     vim.g.postback_command = "/path/to/postback"
--
-- Colours come from the tree-sitter grammar where it is installed, as the page "Editors" says.

vim.api.nvim_create_autocmd({ "BufRead", "BufNewFile" }, {
  pattern = { "*.postback", "*.contract", "*/Schemas/*.schema" },
  callback = function(event)
    vim.bo[event.buf].filetype = "postback"
  end,
})

local clients = {}

local function attach(buffer)
  local command = vim.g.postback_command or "postback"
  if vim.fn.executable(command) == 0 then
    vim.notify_once("postback: there is no command '" .. command .. "' (vim.g.postback_command)", vim.log.levels.WARN)
    return
  end
  local file = vim.api.nvim_buf_get_name(buffer)
  local found = vim.fn.finddir("Integrations", vim.fn.fnamemodify(file, ":p:h") .. ";")
  local root = vim.fn.getcwd()
  if found ~= "" then
    root = vim.fn.fnamemodify(found, ":p"):gsub("/+$", ""):gsub("/[^/]*$", "")
  end
  local configuration = {
    name = "postback",
    cmd = { command, "language-server" },
    root_dir = root,
  }
  if vim.lsp.start then
    vim.lsp.start(configuration, { bufnr = buffer })
    return
  end
  if not clients[root] or vim.lsp.client_is_stopped(clients[root]) then
    clients[root] = vim.lsp.start_client(configuration)
  end
  vim.lsp.buf_attach_client(buffer, clients[root])
end

local function color(buffer)
  -- Contracts have a language of their own.
  if vim.api.nvim_buf_get_name(buffer):match("%.contract$") then
    return
  end
  if vim.treesitter.start then
    vim.treesitter.start(buffer, "postback")
  else
    vim.treesitter.highlighter.new(vim.treesitter.get_parser(buffer, "postback"))
  end
end

vim.api.nvim_create_autocmd("FileType", {
  pattern = "postback",
  callback = function(event)
    vim.bo[event.buf].commentstring = "// %s"
    vim.bo[event.buf].expandtab = true
    vim.bo[event.buf].shiftwidth = 4
    -- Without the grammar there are no colours, and all else is as it is.
    pcall(color, event.buf)
    attach(event.buf)
  end,
})
