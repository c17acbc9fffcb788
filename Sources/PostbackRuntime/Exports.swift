// A service that renders names values, fields and moments as well: one import brings both.
@_exported public import PostbackTemplate
