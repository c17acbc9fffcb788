import Foundation

/// What a process has to see to before anything else.
enum ProcessSetup {
    /// Whether the process was started without a standard output. It is set once, before anything else runs.
    nonisolated(unsafe) static private(set) var lacksOutput = false

    /// Takes the numbers of standard input, output and error where they are closed, so that no file gets them, and has a
    /// reader that went away be an error of writing instead of the end.
    static func prepare() {
        unsafe lacksOutput = fcntl(STDOUT_FILENO, F_GETFD) < 0
        while true {
            let descriptor = unsafe open("/dev/null", O_RDWR)
            guard descriptor >= 0, descriptor <= STDERR_FILENO else {
                if descriptor >= 0 { close(descriptor) }
                break
            }
        }
        _ = signal(SIGPIPE, SIG_IGN)
    }
}
