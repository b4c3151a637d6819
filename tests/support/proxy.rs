//! Proxies on loopback: HTTP (whole addresses and CONNECT) and SOCKS5. Whatever host they are asked for, they lead to one
//! address, so that hosts can be asked for that no test may reach.

use std::{
    io::{self, Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
    sync::{Arc, Mutex},
    thread,
};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Http,
    /// Only for `name` and `word`.
    HttpWithPassword,
    Socks5,
}

/// A running proxy.
pub struct Proxy {
    address: SocketAddr,
    kind: Kind,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// `leads_to`: the address, such as `http://127.0.0.1:4000`, of who answers.
    pub fn start(kind: Kind, leads_to: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("an address");
        let leads_to: SocketAddr = leads_to.trim_start_matches("http://").parse().expect("an address");
        let asked = Arc::new(Mutex::new(Vec::new()));
        let told = Arc::clone(&asked);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let told = Arc::clone(&told);
                // A client that goes away is no failure of the proxy's.
                thread::spawn(move || drop(serve(kind, client, leads_to, &told)));
            }
        });
        Self { address, kind, asked }
    }

    /// As `network.proxy` says it.
    pub fn url(&self) -> String {
        match self.kind {
            Kind::Http => format!("http://{}", self.address),
            Kind::HttpWithPassword => format!("http://name:word@{}", self.address),
            // The proxy finds out where the name leads.
            Kind::Socks5 => format!("socks5h://{}", self.address),
        }
    }

    pub fn host(&self) -> String {
        self.address.to_string()
    }

    /// What was asked for: `GET http://host/path`, `CONNECT host:port`, `SOCKS5 host:port`.
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("the log").clone()
    }
}

fn serve(kind: Kind, mut client: TcpStream, leads_to: SocketAddr, told: &Mutex<Vec<String>>) -> io::Result<()> {
    let tell = |line: String| told.lock().expect("the log").push(line);
    let mut first = Vec::new();
    if kind == Kind::Socks5 {
        tell(format!("SOCKS5 {}", socks5(&mut client)?));
    } else {
        let head = head(&mut client)?;
        let line = head.lines().next().unwrap_or_default();
        tell(line.trim_end_matches(" HTTP/1.1").to_owned());
        // `name:word` in base 64.
        let known = head.to_lowercase().contains("proxy-authorization: basic bmftztp3b3jk");
        if kind == Kind::HttpWithPassword && !known {
            client.write_all(
                b"HTTP/1.1 407 Proxy Authentication Required\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\n\
                  Content-Length: 0\r\nConnection: close\r\n\r\n",
            )?;
            return Ok(());
        }
        if line.starts_with("CONNECT ") {
            client.write_all(b"HTTP/1.1 200 Connection established\r\n\r\n")?;
        } else {
            first = head.into_bytes();
        }
    }
    let mut server = TcpStream::connect(leads_to)?;
    server.write_all(&first)?;
    let (mut from_client, mut to_server) = (client.try_clone()?, server.try_clone()?);
    let up = thread::spawn(move || {
        let _ = io::copy(&mut from_client, &mut to_server);
        let _ = to_server.shutdown(std::net::Shutdown::Write);
    });
    let _ = io::copy(&mut server, &mut client);
    let _ = client.shutdown(std::net::Shutdown::Both);
    let _ = up.join();
    Ok(())
}

/// Up to the blank line.
fn head(client: &mut TcpStream) -> io::Result<String> {
    let mut head = Vec::new();
    let mut byte = [0];
    while !head.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte)?;
        head.push(byte[0]);
    }
    Ok(String::from_utf8_lossy(&head).into_owned())
}

/// The greeting of RFC 1928 without a password; gives the host and port that are asked for.
fn socks5(client: &mut TcpStream) -> io::Result<String> {
    let mut take = |count: usize| -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        client.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    let greeting = take(2)?;
    take(greeting[1].into())?;
    client.write_all(&[5, 0])?;
    let mut take = |count: usize| -> io::Result<Vec<u8>> {
        let mut bytes = vec![0; count];
        client.read_exact(&mut bytes)?;
        Ok(bytes)
    };
    let request = take(4)?;
    assert_eq!(request[..2], [5, 1], "a connection is asked for");
    let host = match request[3] {
        1 => take(4)?.iter().map(u8::to_string).collect::<Vec<_>>().join("."),
        3 => {
            let length = take(1)?[0];
            String::from_utf8_lossy(&take(length.into())?).into_owned()
        }
        other => panic!("an address of kind {other}"),
    };
    let port = take(2)?;
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    Ok(format!("{host}:{}", u16::from_be_bytes([port[0], port[1]])))
}
