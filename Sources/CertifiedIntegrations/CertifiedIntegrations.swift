// What this module holds is generated while it is built: one type for each file of `Integrations/`, the registry
// `Integrations`, and typed properties of events for each namespace of `Schemas/macros.schema`.
