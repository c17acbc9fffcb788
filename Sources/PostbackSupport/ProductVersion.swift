/// The version of this package, which metrics and the command tell.
public enum ProductVersion {
    /// The version by the rules of semantic versioning.
    public static let text = "0.1.0"
}
