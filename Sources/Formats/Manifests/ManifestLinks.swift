import Files
import Platform

/// Links in a new directory to the first components of the old directory's relative paths.
///
/// The file system records which links exist, so memory stays flat for manifests with a million
/// files in one folder.
struct ManifestLinks {
  private let source: String
  private let target: String
  private var last: (component: ArraySlice<UInt8>, exists: Bool)?
  private var lastLinked: ArraySlice<UInt8>?
  private var lastFolder: String?

  init(from source: String, to target: String) {
    self.source = source
    self.target = target
  }

  /// True if the path's first component exists beside the manifest. If it does not, NeMo starts at
  /// the working directory, from the old manifest and the new one alike.
  mutating func leadsSomewhere(_ path: ArraySlice<UInt8>) -> Bool {
    let component = firstComponent(of: path)
    if let last, last.component.elementsEqual(component) { return last.exists }
    let exists = fileExists("\(source)/\(String(decoding: component, as: UTF8.self))")
    last = (component, exists)
    return exists
  }

  mutating func link(_ component: ArraySlice<UInt8>) throws(Problem) {
    if let lastLinked, lastLinked.elementsEqual(component) { return }
    lastLinked = component
    let name = String(decoding: component, as: UTF8.self)
    guard !name.isEmpty, name != "." else { return }
    let link = "\(target)/\(name)"
    guard unsafe symlink("\(source)/\(name)", link) == 0 || errno == EEXIST else {
      throw SystemError.last.writing(link)
    }
  }
}

extension ManifestLinks {
  /// Links one file of the old directory at the same path of the new one.
  mutating func linkFile(_ path: String) throws(Problem) {
    let folder = parentDirectory(of: path)
    if folder != lastFolder {
      try makeDirectories("\(target)/\(folder)")
      lastFolder = folder
    }
    let link = "\(target)/\(path)"
    guard unsafe symlink("\(source)/\(path)", link) == 0 || errno == EEXIST else {
      throw SystemError.last.writing(link)
    }
  }
}

/// The first component that is not `.`: `audio/spk/1.wav` and `./audio/spk/1.wav` → `audio`.
func firstComponent(of path: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
  var rest = path
  while true {
    let component = rest.prefix { $0 != UInt8(ascii: "/") }
    let leadsNowhere = component.isEmpty || component.elementsEqual(".".utf8)
    guard leadsNowhere, component.endIndex < rest.endIndex else { return component }
    rest = rest[(component.endIndex + 1)...]
  }
}
