import CSodium

/// The version of the libsodium that this process has loaded.
package var sodiumVersion: String { unsafe String(cString: sodium_version_string()) }
