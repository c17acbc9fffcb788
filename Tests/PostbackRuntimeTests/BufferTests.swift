import PostbackRuntime
import PostbackTemplate
import TestSupport
import Testing

@Suite("A buffer for rendering")
struct BufferTests {
    @Test("is caught when a second event is rendered with it while the first still is")
    func nestedUse() async throws {
        await #expect(processExitsWith: .failure) {
            let catalogue = MacroCatalogue(macros: [MacroDefinition("event.id", .text)])
            let postbacks = PostbackSet(catalogue: catalogue).bind()
            let event = PostbackEvent(catalogue: catalogue)
            let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
            let buffer = RenderBuffer()
            postbacks.withRendering(of: event, context: context, in: buffer) { _ in
                postbacks.withRendering(of: event, context: context, in: buffer) { _ in }
            }
        }
    }

    @Test("serves one event after another")
    func sequence() {
        let catalogue = MacroCatalogue(macros: [MacroDefinition("event.id", .text)])
        let postbacks = PostbackSet(catalogue: catalogue).bind()
        let event = PostbackEvent(catalogue: catalogue)
        let context = RenderContext(now: Timestamp(seconds: 0), random: 0, uuid: "")
        let buffer = RenderBuffer()
        for _ in 0..<2 {
            let isRendered = postbacks.withRendering(of: event, context: context, in: buffer) { rendering in
                rendering.render(0)
            }
            #expect(!isRendered && !buffer.hasRequest)
        }
    }
}
