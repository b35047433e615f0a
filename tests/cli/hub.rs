//! A stand-in for a hub of models: the three requests a download makes, over HTTP on any free port.

use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};

use ring::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use serde_json::{Value, json};

/// A file as the hub lists it and what it sends for it.
pub(crate) struct Offered {
    pub(crate) path: &'static str,
    pub(crate) listed: Vec<u8>,
    pub(crate) sent: Vec<u8>,
    pub(crate) large: bool,
}

/// Serves `files` as the repository `someone/tiny` until the test ends; the hub's address.
pub(crate) fn serve(files: Vec<Offered>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("some port is free");
    let address = listener.local_addr().expect("it is bound");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            answer(&stream, &files);
        }
    });
    format!("http://{address}/")
}

fn answer(stream: &TcpStream, files: &[Offered]) {
    let mut lines = BufReader::new(stream).lines();
    let Some(Ok(request)) = lines.next() else {
        return;
    };
    // The rest of the head says nothing that matters here.
    while lines
        .next()
        .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
    {}
    let path = request.split(' ').nth(1).unwrap_or_default();
    let list = || Value::Array(files.iter().map(listing).collect());
    let body = match path {
        "/api/models/someone/tiny" => Some(json!({"sha": "abc123"}).to_string().into_bytes()),
        "/api/models/someone/tiny/tree/abc123?recursive=true" => {
            Some(list().to_string().into_bytes())
        }
        other => other
            .strip_prefix("/someone/tiny/resolve/abc123/")
            .and_then(|name| files.iter().find(|file| file.path == name))
            .map(|file| file.sent.clone()),
    };
    let (status, body) = body.map_or(("404 Not Found", Vec::new()), |body| ("200 OK", body));
    let length = body.len();
    let head =
        format!("HTTP/1.1 {status}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n");
    let mut stream = stream;
    // Whoever asked may be gone.
    let _ = stream
        .write_all(head.as_bytes())
        .and_then(|()| stream.write_all(&body));
}

fn listing(file: &Offered) -> Value {
    let hex = |bytes: &[u8]| {
        let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
        digits
            .filter_map(|digit| char::from_digit(digit.into(), 16))
            .collect::<String>()
    };
    let size = file.listed.len();
    let blob = [format!("blob {size}\0").as_bytes(), &file.listed].concat();
    let git = hex(digest(&SHA1_FOR_LEGACY_USE_ONLY, &blob).as_ref());
    let mut told = json!({"type": "file", "path": file.path, "size": size, "oid": git});
    if file.large {
        let sha256 = hex(digest(&SHA256, &file.listed).as_ref());
        told["lfs"] = json!({"oid": sha256, "size": size, "pointerSize": 134});
        told["oid"] = json!("0000000000000000000000000000000000000000");
    }
    told
}
