import PostbackSupport

/// Looks up the names that were probably meant, so many times for one file that wrong names by the thousand cost little.
///
/// A class, so that looking something up changes nothing else.
final class SuggestionBudget {
    private var left = 100

    /// The candidate that was probably meant; nil after many.
    func nearest(to name: String, among candidates: @autoclosure () -> [String]) -> String? {
        guard left > 0 else { return nil }
        left -= 1
        return Suggestion.nearest(to: name, among: candidates())
    }
}
