-- Partner files, schemas and contracts in Neovim 0.7 and later: file types, and the language server.
--
-- Copy this file into ~/.config/nvim/plugin/. Where `postback` is not on the PATH, say where it is:
--     vim.g.postback_command = "/path/to/postback"

vim.filetype.add({
  extension = { postback = "postback", contract = "postback" },
  pattern = { [".*/Schemas/.*%.schema"] = "postback" },
})

local clients = {}

local function attach(buffer)
  local file = vim.api.nvim_buf_get_name(buffer)
  local found = vim.fn.finddir("Integrations", vim.fn.fnamemodify(file, ":p:h") .. ";")
  local root = vim.fn.getcwd()
  if found ~= "" then
    root = vim.fn.fnamemodify(found, ":p"):gsub("/+$", ""):gsub("/[^/]*$", "")
  end
  local configuration = {
    name = "postback",
    cmd = { vim.g.postback_command or "postback", "language-server" },
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

vim.api.nvim_create_autocmd("FileType", {
  pattern = "postback",
  callback = function(event)
    vim.bo[event.buf].commentstring = "// %s"
    vim.bo[event.buf].expandtab = true
    vim.bo[event.buf].shiftwidth = 4
    attach(event.buf)
  end,
})
