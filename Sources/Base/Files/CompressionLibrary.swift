import CZlib

/// Of the zlib that this program was started with.
package var zlibVersion: String { unsafe String(cString: CZlib.zlibVersion()) }
