//! Damaged files, full disks, folders that cannot be written, programs older and newer.

use std::process::Command;

use super::*;

/// A shelf of two generations, the second current.
fn two() -> Shelf {
    let shelf = shelf();
    shelf.publish(&[
        article("elm", "Elm waits."),
        article("birch", "Birch pays."),
    ]);
    shelf.publish(&[
        article("elm", "Elm has gone."),
        article("birch", "Birch pays."),
    ]);
    shelf
}

/// Gives `check` every file of generation `number`, cut short, altered and removed, one at a time.
fn damaged(shelf: &Shelf, number: u64, check: impl Fn(&str)) {
    let dir = shelf.generations.dir(number);
    for name in disk::names(&dir).unwrap() {
        let file = dir.join(&name);
        let whole = fs::read(&file).unwrap();
        let mut altered = whole.clone();
        let middle = altered.len() / 2;
        altered[middle] ^= 16;
        for bytes in [Some(&whole[..middle]), Some(&altered[..]), Some(b""), None] {
            // Not written over: the other generation has the same file.
            fs::remove_file(&file).unwrap();
            if let Some(bytes) = bytes {
                fs::write(&file, bytes).unwrap();
            }
            check(&name);
            let _ = fs::remove_file(&file);
            fs::write(&file, &whole).unwrap();
        }
    }
}

#[test]
fn whatever_is_damaged_the_generation_before_answers_with_a_warning() {
    let shelf = two();
    damaged(&shelf, 2, |name| {
        let found = shelf.generations.newest_good(&knowledge());
        let warning = found.warning().unwrap_or_default();
        assert!(
            warning.contains("generation 2 is damaged"),
            "{name}: {warning}"
        );
        assert!(found.can_be_rebuilt());
        assert_eq!(found.opened.unwrap().manifest.number, 1, "{name}");
    });
    assert_eq!(shelf.open().manifest.number, 2);
}

#[test]
fn a_damaged_generation_does_not_stop_the_next_refresh() {
    let shelf = two();
    let dir = shelf.generations.dir(2);
    let articles = [
        article("elm", "Elm has gone."),
        article("birch", "Birch pays twice."),
    ];
    for name in ["meta.json", "articles.json", "manifest.json"] {
        let file = dir.join(name);
        let whole = fs::read(&file).unwrap();
        fs::write(&file, "{").unwrap();
        drop(shelf.built(&articles));
        fs::write(&file, whole).unwrap();
    }
    fs::remove_file(dir.join("articles.json")).unwrap();
    assert_eq!(shelf.publish(&articles).number, 3);
    assert_eq!(shelf.open().manifest.number, 3);
}

#[test]
fn a_damaged_generation_is_built_again_from_its_texts() {
    let shelf = two();
    fs::remove_file(shelf.generations.dir(2).join("meta.json")).unwrap();
    assert!(shelf.generations.newest_good(&knowledge()).can_be_rebuilt());
    let built = shelf.writer().rebuild("operator", now(), &go_on).unwrap();
    let manifest = built.publish().unwrap();
    assert_eq!((manifest.number, manifest.parent), (3, None));
    let before = shelf.generations.manifest(2).unwrap();
    assert_eq!(manifest.articles, before.articles);
    let elm = article("elm", "Elm has gone.");
    assert_eq!(shelf.open().snapshot.article(&elm.id), Some(elm));
}

#[test]
fn when_none_is_good_none_is_given_and_each_is_told() {
    let shelf = two();
    for number in [1, 2] {
        let file = shelf.generations.dir(number).join("articles.json");
        fs::remove_file(&file).unwrap();
    }
    let found = shelf.generations.newest_good(&knowledge());
    assert!(found.opened.is_none());
    let warning = found.warning().unwrap();
    assert!(
        warning.contains("generation 2 is") && warning.contains("generation 1 is"),
        "{warning}"
    );
}

#[test]
fn a_damaged_pointer_is_told_survived_and_mended() {
    let shelf = two();
    let file = shelf.generations.folder.join("current");
    let whole = fs::read(&file).unwrap();
    let other = String::from_utf8(whole.clone())
        .unwrap()
        .replace(":2,", ":1,");
    for bytes in [
        &b""[..],
        b"{}",
        b"\xff",
        &whole[..whole.len() / 2],
        other.as_bytes(),
    ] {
        fs::write(&file, bytes).unwrap();
        let found = shelf.generations.newest_good(&knowledge());
        assert!(found.warning().unwrap().contains("current is damaged"));
        assert_eq!(found.opened.unwrap().manifest.number, 2);
        assert_eq!(shelf.generations.history().unwrap().len(), 2);
        shelf.writer();
        assert_eq!(shelf.open().manifest.number, 2);
    }
    fs::remove_file(&file).unwrap();
    assert_eq!(shelf.open().manifest.number, 2);
    assert_eq!(shelf.publish(&[article("elm", "Elm.")]).number, 3);
}

#[test]
fn a_text_that_is_damaged_is_told_and_stops_nothing_that_does_not_need_it() {
    let shelf = two();
    let record = shelf.open().manifest.articles[1].clone();
    let file = shelf
        .generations
        .texts()
        .folder()
        .join(format!("{}.md", record.hash));
    fs::write(file, "x").unwrap();
    let told = shelf
        .generations
        .article(&record.hash)
        .unwrap_err()
        .to_string();
    assert!(told.contains("damaged"), "{told}");
    assert_eq!(shelf.open().manifest.number, 2);
    let rebuilt = shelf.writer().rebuild("operator", now(), &go_on);
    assert!(matches!(rebuilt, Err(Trouble::Text { .. })));
    // Fetched again it is whole again.
    shelf.publish(&[
        article("elm", "Elm has gone."),
        article("birch", "Birch pays."),
    ]);
    shelf.generations.article(&record.hash).unwrap();
}

/// Writes the manifest of generation 1 again, changed.
fn remade(shelf: &Shelf, change: impl Fn(&mut Manifest)) {
    let mut manifest = shelf.generations.manifest(1).unwrap();
    change(&mut manifest);
    let file = shelf.generations.dir(1).join(MANIFEST_FILE);
    fs::write(file, sealed::seal(&manifest).unwrap()).unwrap();
}

#[test]
fn a_generation_of_an_older_schema_is_built_again_from_its_texts() {
    let shelf = shelf();
    shelf.publish(&[article("elm", "Elm waits.")]);
    remade(&shelf, |manifest| manifest.analyzer -= 1);
    let found = shelf.generations.newest_good(&knowledge());
    assert!(found.opened.is_none() && found.can_be_rebuilt());
    assert!(found.warning().unwrap().contains("older attaché"));
    let built = shelf.writer().rebuild("operator", now(), &go_on).unwrap();
    assert_eq!(built.publish().unwrap().number, 2);
    let found = answer(&shelf.open().snapshot, "Who waits?");
    assert_eq!(found.as_deref(), Some("Elm waits."));
    // Nor is one built on it.
    remade(&shelf, |manifest| manifest.schema -= 1);
    assert!(matches!(
        shelf.writer().rollback(1),
        Err(Trouble::Older { number: 1 })
    ));
}

#[test]
fn a_generation_of_a_newer_program_is_left_alone_and_told() {
    let shelf = shelf();
    shelf.publish(&[article("elm", "Elm waits.")]);
    remade(&shelf, |manifest| manifest.schema += 1);
    let told = shelf
        .generations
        .newest_good(&knowledge())
        .warning()
        .unwrap();
    assert!(
        told.contains("newer attaché") && told.contains("update"),
        "{told}"
    );
    remade(&shelf, |manifest| manifest.schema -= 1);
    let file = shelf.generations.dir(1).join(MANIFEST_FILE);
    let future = fs::read_to_string(&file)
        .unwrap()
        .replace("\"format\":1", "\"format\":2");
    fs::write(&file, future).unwrap();
    let told = shelf
        .generations
        .newest_good(&knowledge())
        .warning()
        .unwrap();
    assert!(
        told.contains("newer attaché") && told.contains("format 2"),
        "{told}"
    );
}

#[test]
fn what_an_interrupted_writer_left_is_removed() {
    let shelf = two();
    let home = shelf.generations.home();
    for left in ["000003.unpublished", "000003.unpublished.partial", "000003"] {
        fs::create_dir(home.join(left)).unwrap();
        fs::write(home.join(left).join("meta.json"), "half").unwrap();
    }
    fs::write(shelf.generations.folder.join("current.new"), "half").unwrap();
    fs::write(shelf.generations.folder.join("refresh.json"), "another's").unwrap();
    assert_eq!(shelf.open().manifest.number, 2);
    shelf.writer();
    assert_eq!(shelf.names("generations"), ["000001", "000002"]);
    assert_eq!(shelf.names("texts").len(), 3);
    assert_eq!(
        shelf.names(""),
        ["current", "generations", "lock", "refresh.json", "texts"]
    );
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("file"), "").unwrap();
    let generations = in_folder(&folder.path().join("file/index"), 5);
    let told = generations
        .writer("operator", now())
        .unwrap_err()
        .to_string();
    assert!(told.contains("file/index"), "{told}");
    let found = generations.newest_good(&knowledge());
    assert!(found.opened.is_none() && found.warning().is_some());
}

/// What is done with the names of the folder and of the article's last sentence.
const FULL: &str = "ATTACHE_TEST_FULL_DISK";

/// Part of the test below: refreshes once, where files may not grow large.
#[test]
fn refreshes_where_files_may_not_grow() {
    let Some(folder) = std::env::var_os(FULL) else {
        return;
    };
    let generations = in_folder(Path::new(&folder), 5);
    let refresh = || {
        let writer = generations
            .writer("operator", now())
            .map_err(|error| match error {
                NoWriter::Folder(trouble) => trouble,
                taken @ NoWriter::Taken(_) => panic!("{taken}"),
            })?;
        let stored = writer.store(&long())?;
        let mut articles = writer.parent().unwrap().articles.clone();
        articles[0].hash = stored.hash;
        articles[0].paragraphs = stored.paragraphs;
        writer.build(plan(articles, "asked"), &go_on)?.publish()
    };
    match refresh() {
        Ok(_) => println!("\npublished"),
        Err(Trouble::Full { file }) => println!("\nfull: {}", file.display()),
        Err(other) => println!("\nother: {other:?}"),
    }
}

fn long() -> Article {
    let mut article = article("elm", "Elm is long.");
    let paragraphs = (0..400).map(|n| format!("Quay {n} has the number {}.", n * 7919));
    article.sections[0].paragraphs.extend(paragraphs);
    article
}

#[cfg(unix)]
#[test]
fn a_full_disk_is_told_and_the_generation_before_stays() {
    let shelf = two();
    let mut told_full = 0;
    // In blocks: the text, the engine's files, the list of articles, the manifest do not fit.
    for blocks in ["0", "1", "2", "4", "8", "12", "16", "24", "32", "10000"] {
        let program = std::env::current_exe().unwrap();
        // The signal for a file that grows too large would end the program.
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$@\"");
        let output = Command::new("sh")
            .args(["-c", &script, "sh"])
            .arg(program)
            .args(["generations::tests::faults::refreshes_where_files_may_not_grow"])
            .args(["--exact", "--nocapture"])
            .env(FULL, &shelf.generations.folder)
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout).into_owned();
        let published = told.contains("\npublished");
        assert!(published || told.contains("\nfull: "), "{blocks}: {told}");
        told_full += usize::from(!published);
        let current = shelf.open().manifest.number;
        assert_eq!(current > 2, published, "{blocks}");
        if published {
            let mut writer = shelf.writer();
            writer.rollback(2).unwrap();
        }
    }
    assert!((4..10).contains(&told_full), "{told_full}");
}
