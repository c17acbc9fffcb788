// Who compiles reads sources and gets templates: one import brings all three.
@_exported public import PostbackLanguage
@_exported public import PostbackTemplate
