import CZlib

/// The version of the zlib that this process has loaded.
package var zlibVersion: String { unsafe String(cString: CZlib.zlibVersion()) }
