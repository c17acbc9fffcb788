// A service that delivers binds and renders as well: one import brings both.
@_exported public import PostbackRuntime
