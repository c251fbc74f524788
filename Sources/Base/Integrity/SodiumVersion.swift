import CSodium

/// Of the libsodium that this program was started with.
package var sodiumVersion: String { unsafe String(cString: sodium_version_string()) }
