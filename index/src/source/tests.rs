//! Files and folders, in a folder of the system's that each test makes and takes away.

use std::sync::atomic::{AtomicU32, Ordering};

use super::*;

const MARKED: &str = "+++\nid = \"marked\"\ntitle = \"One quay\"\n+++\nThe mayors met.\n";
const PASTED: &str = "One quay\n\nThe mayors met.\n";

/// A fresh folder that goes with the value.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let name = format!("attache-source-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        fs::create_dir_all(&path).expect("the system's folder can be written to");
        Self(path)
    }

    fn write(&self, name: &str, bytes: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.join(name);
        let parent = path.parent().expect("a file in the folder has a parent");
        fs::create_dir_all(parent).expect("the folder can be written to");
        fs::write(&path, bytes).expect("the folder can be written to");
        path
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

fn message(path: &Path) -> String {
    read_articles(path).unwrap_err().to_string()
}

#[test]
fn the_first_line_tells_the_format() {
    assert_eq!(
        parse_article(MARKED, "a.txt").unwrap().id.as_str(),
        "marked"
    );
    assert_eq!(
        parse_article(PASTED, "dir/My Quay.md").unwrap().id.as_str(),
        "my-quay"
    );
    let unnamed = MARKED.replace("id = \"marked\"\n", "");
    assert_eq!(
        parse_article(&unnamed, "dir/My Quay.md")
            .unwrap()
            .id
            .as_str(),
        "my-quay"
    );
    assert_eq!(
        parse_article(&format!("\u{feff}\n{MARKED}"), "a")
            .unwrap()
            .id
            .as_str(),
        "marked"
    );
}

#[test]
fn messages_name_file_and_line() {
    let wrong = MARKED.replace("title", "titel");
    let error = parse_article(&wrong, "dir/quay.md")
        .unwrap_err()
        .to_string();
    assert!(
        error.starts_with("dir/quay.md, line 3: unknown key `titel`, did you mean"),
        "{error}"
    );
    let error = parse_article(" \n", "quay.txt").unwrap_err().to_string();
    assert!(error.starts_with("quay.txt, line 1: no text"), "{error}");
    let error = parse_article("---\ntitle: x\n---\nText", "quay.md")
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("quay.md, line 1") && error.contains("+++"),
        "{error}"
    );
}

#[test]
fn a_folder_is_read_in_the_order_of_its_paths() {
    let folder = Folder::new();
    folder.write("b.txt", PASTED);
    folder.write("a.TXT", PASTED);
    folder.write("deep/c.md", MARKED);
    folder.write(".hidden.txt", "x");
    folder.write(".git/d.txt", "x");
    folder.write("notes.csv", "x");
    let articles = read_articles(&folder.0).unwrap();
    let ids: Vec<&str> = articles.iter().map(|article| article.id.as_str()).collect();
    assert_eq!(ids, ["a", "b", "marked"]);
}

#[test]
fn one_file_is_read_whatever_it_is_called() {
    let folder = Folder::new();
    let path = folder.write("quay.text", "One quay\r\n\r\nThe mayors met.");
    assert_eq!(read_articles(&path).unwrap().len(), 1);
    assert_eq!(read_article(&path).unwrap().title, "One quay");
}

#[test]
fn what_cannot_be_read_is_refused_politely() {
    let folder = Folder::new();
    assert!(message(&folder.0.join("none")).contains("no such file"));
    assert!(message(&folder.0).contains("no article in this folder"));
    let error = read_article(&folder.0).unwrap_err().to_string();
    assert!(error.contains("is a folder"), "{error}");
    let image = folder.write("image.txt", b"\x89PNG\r\n\x1a\n");
    assert!(message(&image).contains("image.txt: this looks like a PNG image"));
    let broken = folder.write("broken.txt", b"Caf\xc3\xa9, \xc3\xa9t\xc3\xa9\n\xc3");
    assert!(message(&broken).contains("broken.txt, line 2: some bytes are not UTF-8"));
}

#[test]
fn a_large_file_is_refused_by_its_size() {
    let folder = Folder::new();
    let path = folder.write("large.txt", "");
    let file = File::options().write(true).open(&path).unwrap();
    file.set_len(100_000_000).unwrap();
    assert!(message(&path).contains("too large, 100000000 bytes"));
    file.set_len(0).unwrap();
    assert!(message(&path).contains("no text"));
}

#[cfg(unix)]
#[test]
fn links_to_files_are_read_and_links_to_folders_are_not_walked() {
    let folder = Folder::new();
    let path = folder.write("real/a.txt", PASTED);
    std::os::unix::fs::symlink(&path, folder.0.join("linked.txt")).unwrap();
    std::os::unix::fs::symlink(&folder.0, folder.0.join("loop")).unwrap();
    assert_eq!(read_articles(&folder.0).unwrap().len(), 2);
    assert!(message(Path::new("/dev/null")).contains("neither a file nor a folder"));
}
