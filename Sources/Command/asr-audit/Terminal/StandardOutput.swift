@unsafe @preconcurrency import Glibc

/// True where something that was printed has been lost: a large text fails while it is printed, and
/// leaves nothing for the last flush to fail on.
var standardOutputIsBroken: Bool { unsafe ferror(stdout) != 0 }
