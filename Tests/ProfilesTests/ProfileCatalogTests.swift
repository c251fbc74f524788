import Files
import Profiles
import Testing

/// The profiles that are part of the program.
struct ProfileCatalogTests {
  @Test(arguments: ProfileCatalog.names)
  func `every profile is valid and has the name of its file`(_ name: String) throws {
    let profile = try ProfileCatalog.profile(name)
    #expect(profile.name == name)
    #expect(!profile.title.isEmpty && !profile.toolkit.isEmpty && !profile.version.isEmpty)
  }

  @Test(arguments: ProfileCatalog.names)
  func `every value names the file that it was read from`(_ name: String) throws {
    for statement in try ProfileCatalog.profile(name).statements {
      let source = try #require(statement.source, "\(name): \(statement.key) names no file")
      #expect(source.contains("/"), "\(name): \(statement.key): \(source)")
    }
  }

  @Test func `the names are sorted and different`() {
    #expect(ProfileCatalog.names == Array(Set(ProfileCatalog.names)).sorted())
    #expect(ProfileCatalog.names.count == 11)
  }

  @Test func `an unknown name is a problem with the nearest name`() {
    func hint(_ name: String) -> String? {
      do throws(Problem) {
        _ = try ProfileCatalog.profile(name)
        return "found"
      } catch {
        #expect(error.kind == .usage)
        return error.hint
      }
    }
    #expect(hint("nemo-conformr") == "did you mean 'nemo-conformer'?")
    #expect(hint("espnet2") == "did you mean 'espnet'?")
    #expect(hint("icefall") == "did you mean 'icefall-zipformer'?")
    #expect(hint("wenet") == "it is one of wenet-aishell, wenet-librispeech")
    #expect(hint("sphinx")?.hasPrefix("the profiles are embedded, espnet,") ?? false)
  }

  @Test func `a file with a path is read, and its problems name it`() throws {
    do throws(Problem) {
      _ = try ProfileCatalog.profile("missing.yml")
      Issue.record("a missing file was read")
    } catch {
      #expect(error.file == "missing.yml")
      #expect(error.kind == .missingInput)
    }
  }
}
