//! A model server that does as it is told: good answers by default, and any fault on request. It speaks the
//! OpenAI-compatible protocol below `/v1` and Ollama's own below `/api`, on loopback, in a thread of its own.

#![allow(dead_code, reason = "each test binary uses a part of it")]

use std::{
    collections::HashMap,
    convert::Infallible,
    net::{SocketAddr, TcpListener},
    pin::Pin,
    sync::{
        Arc, Mutex,
        atomic::{AtomicUsize, Ordering},
    },
    task::{Context, Poll},
    thread::JoinHandle,
    time::{Duration, Instant},
};

#[path = "model_answers.rs"]
mod answers;

use axum::{
    Router,
    body::{Body, Bytes},
    extract::State,
    http::{HeaderMap, Response, StatusCode, Uri},
};
use futures::Stream;
use serde_json::{Value, json};
use tokio::sync::oneshot;

use answers::{Asked, message};
#[allow(unused_imports, reason = "each of those who share this file uses some")]
pub use answers::{hash, verdict};

/// What the server does with a request.
#[derive(Clone, Debug)]
pub enum Act {
    /// A good answer.
    Good,
    /// A good answer after a while.
    Slow(Duration),
    /// Nothing, until the client gives up.
    Hang,
    /// A status, perhaps with `Retry-After`, and a body.
    Status(u16, Option<String>, Value),
    /// The good answer's JSON, changed as text.
    Wrap(fn(&str) -> String),
    /// The good answer's JSON, changed as an object.
    Edit(fn(&mut Value)),
    /// This message content instead of an answer.
    Content(String),
    /// The first part of a good answer, and this `finish_reason`.
    Finish(&'static str),
    /// A message with an own `refusal`.
    Refusal(&'static str),
    /// A good answer in the other language.
    OtherLanguage,
    /// `choices: []`.
    EmptyChoices,
    /// This body, status 200.
    Body(String),
    /// A good answer followed by this many spaces.
    Padded(usize),
    /// Half of a good body, then the connection is cut.
    Cut,
    /// Headers and the first bytes, then nothing.
    Idle,
    /// A good answer as a stream of events, changed as text.
    Stream(fn(&str) -> String),
    /// A model that does what the paper tells it: repeats it, and carries the profile out in links and markup.
    Obey,
    /// A model that answers for another paper as well.
    ObeyForOthers,
    /// A good answer of a server that says it read only this many tokens.
    ReadOnly(u32),
}

impl Act {
    /// A status with the usual error body.
    pub fn status(code: u16) -> Self {
        Self::Status(code, None, json!({"error": {"message": format!("scripted {code}"), "type": "scripted"}}))
    }

    /// A status with `Retry-After`.
    pub fn later(code: u16, retry_after: &str) -> Self {
        Self::Status(code, Some(retry_after.to_owned()), json!({"error": {"message": "scripted: slow down"}}))
    }

    /// A status whose error says this.
    pub fn error(code: u16, message: &str) -> Self {
        Self::Status(code, None, json!({"error": {"message": message}}))
    }
}

/// What a server does in its life.
#[derive(Clone, Debug, Default)]
pub struct Script {
    papers: HashMap<String, Vec<Act>>,
    calls: HashMap<usize, Act>,
    always: Option<Act>,
    latency: Duration,
    rejects: Vec<(&'static str, &'static str)>,
    key: Option<String>,
    models: Vec<String>,
    context: Option<u32>,
    failures: Option<(f64, u64)>,
}

impl Script {
    pub fn new() -> Self {
        Self::default()
    }

    /// What happens to the first, second, … request for a paper; good answers after that.
    pub fn paper(mut self, id: &str, acts: impl IntoIterator<Item = Act>) -> Self {
        self.papers.insert(id.to_owned(), acts.into_iter().collect());
        self
    }

    /// What happens to the `n`-th request of all, from 1.
    pub fn call(mut self, n: usize, act: Act) -> Self {
        self.calls.insert(n, act);
        self
    }

    /// What happens to every request that nothing else is said about.
    pub fn always(mut self, act: Act) -> Self {
        self.always = Some(act);
        self
    }

    /// Every answer takes this long.
    pub fn latency(mut self, latency: Duration) -> Self {
        self.latency = latency;
        self
    }

    /// A request whose body holds this text (such as `"json_schema"`) is answered by 400 with the message.
    pub fn rejects(mut self, text: &'static str, message: &'static str) -> Self {
        self.rejects.push((text, message));
        self
    }

    /// Requests without this bearer key are answered by 401.
    pub fn key(mut self, key: &str) -> Self {
        self.key = Some(key.to_owned());
        self
    }

    /// What `/models` lists; other models are answered by 404. Empty: any model exists.
    pub fn models(mut self, models: &[&str]) -> Self {
        self.models = models.iter().map(|model| (*model).to_owned()).collect();
        self
    }

    /// The context length that the lists of models tell.
    pub fn context(mut self, tokens: u32) -> Self {
        self.context = Some(tokens);
        self
    }

    /// This part of all requests fails, in a mix of ways: the same attempts for the same papers in every run, in whatever
    /// order they come.
    pub fn failures(mut self, part: f64, seed: u64) -> Self {
        self.failures = Some((part, seed));
        self
    }
}

/// A request as it came in.
#[derive(Clone, Debug)]
pub struct Request {
    pub path: String,
    /// The first id in the user's message; None for trends and anything else.
    pub paper: Option<String>,
    pub received_at: Instant,
    /// A good answer was written to its end.
    pub delivered: bool,
    pub authorization: Option<String>,
    pub body: Value,
}

impl Request {
    /// The user's message.
    pub fn user(&self) -> &str {
        message(&self.body, "user")
    }

    pub fn system(&self) -> &str {
        message(&self.body, "system")
    }
}

/// A running server; dropped, it stops.
pub struct Model {
    address: SocketAddr,
    shared: Arc<Shared>,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
}

struct Shared {
    script: Mutex<Script>,
    requests: Mutex<Vec<Request>>,
    in_flight: AtomicUsize,
    in_flight_max: AtomicUsize,
}

impl Model {
    pub async fn start(script: Script) -> Self {
        Self::spawn(script)
    }

    /// As `start`, where there is no runtime.
    pub fn spawn(script: Script) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        listener.set_nonblocking(true).expect("non-blocking");
        let address = listener.local_addr().expect("an address");
        let shared = Arc::new(Shared {
            script: Mutex::new(script),
            requests: Mutex::default(),
            in_flight: AtomicUsize::new(0),
            in_flight_max: AtomicUsize::new(0),
        });
        let (stop, stopped) = oneshot::channel();
        let state = Arc::clone(&shared);
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
            runtime.block_on(async move {
                let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
                let router = Router::new().fallback(respond).with_state(state);
                tokio::select! {
                    result = std::future::IntoFuture::into_future(axum::serve(listener, router)) => result.expect("serving"),
                    _ = stopped => {}
                }
            });
        });
        Self { address, shared, stop: Some(stop), thread: Some(thread) }
    }

    /// `http://127.0.0.1:PORT/v1`.
    pub fn base_url(&self) -> String {
        format!("{}/v1", self.root())
    }

    /// `http://127.0.0.1:PORT`, as Ollama is addressed.
    pub fn root(&self) -> String {
        format!("http://{}", self.address)
    }

    pub fn port(&self) -> u16 {
        self.address.port()
    }

    /// All requests so far, in the order in which they came.
    pub fn requests(&self) -> Vec<Request> {
        self.shared.requests.lock().unwrap().clone()
    }

    /// How many requests came in.
    pub fn calls(&self) -> usize {
        self.shared.requests.lock().unwrap().len()
    }

    /// How many requests came in for a paper.
    pub fn calls_for(&self, paper: &str) -> usize {
        self.requests().iter().filter(|request| request.paper.as_deref() == Some(paper)).count()
    }

    /// The most requests that were under way at once.
    pub fn in_flight_max(&self) -> usize {
        self.shared.in_flight_max.load(Ordering::SeqCst)
    }

    /// Forgets the requests so far: a server that runs for long need not hold them all.
    pub fn forget(&self) {
        self.shared.requests.lock().unwrap().clear();
    }

    /// Another life for the same address.
    pub fn set_script(&self, script: Script) {
        *self.shared.script.lock().unwrap() = script;
    }
}

impl Drop for Model {
    fn drop(&mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// Counts a request as under way until its answer is written or given up.
struct UnderWay(Arc<Shared>);

impl UnderWay {
    fn new(shared: &Arc<Shared>) -> Self {
        let now = shared.in_flight.fetch_add(1, Ordering::SeqCst) + 1;
        shared.in_flight_max.fetch_max(now, Ordering::SeqCst);
        Self(Arc::clone(shared))
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A body in pieces, which notes when its end was asked for: all before it was written.
struct Pieces {
    pieces: Vec<Piece>,
    index: usize,
    /// The request to note the delivery of.
    delivers: Option<usize>,
    under_way: UnderWay,
}

enum Piece {
    Bytes(Bytes),
    /// The connection breaks here.
    Break,
    /// Nothing more comes.
    Silence,
}

impl Stream for Pieces {
    type Item = Result<Bytes, std::io::Error>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let index = self.index;
        self.index += 1;
        match self.pieces.get(index) {
            Some(Piece::Bytes(bytes)) => Poll::Ready(Some(Ok(bytes.clone()))),
            Some(Piece::Break) => Poll::Ready(Some(Err(std::io::Error::other("scripted")))),
            Some(Piece::Silence) => {
                self.index -= 1;
                Poll::Pending
            }
            None => {
                if let Some(request) = self.delivers.take()
                    && let Some(request) = self.under_way.0.requests.lock().unwrap().get_mut(request)
                {
                    request.delivered = true;
                }
                Poll::Ready(None)
            }
        }
    }
}

async fn respond(
    State(shared): State<Arc<Shared>>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response<Body>, Infallible> {
    let under_way = UnderWay::new(&shared);
    let body: Value = serde_json::from_slice(&body).unwrap_or(Value::Null);
    let asked = Asked { ollama: uri.path().starts_with("/api"), body: body.clone() };
    let paper = asked.paper();
    let authorization = headers.get("authorization").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let script = shared.script.lock().unwrap().clone();
    let (n, n_for_paper) = {
        let mut requests = shared.requests.lock().unwrap();
        let before = requests.iter().filter(|request| paper.is_some() && request.paper == paper).count();
        requests.push(Request {
            path: uri.path().to_owned(),
            paper: paper.clone(),
            received_at: Instant::now(),
            delivered: false,
            authorization: authorization.clone(),
            body,
        });
        (requests.len(), before)
    };
    let plain = |status: u16, body: Value| Ok(reply(status, None, vec![text(&body.to_string())], None, &shared));
    if let Some(key) = &script.key
        && authorization.as_deref() != Some(&format!("Bearer {key}"))
    {
        let said = authorization.unwrap_or_default().replace("Bearer ", "");
        return plain(401, json!({"error": {"message": format!("Incorrect API key provided: {said}")}}));
    }
    match uri.path() {
        "/v1/models" => {
            let data: Vec<Value> = script
                .models
                .iter()
                .map(|id| {
                    let mut model = json!({"id": id, "object": "model"});
                    if let Some(tokens) = script.context {
                        model["max_model_len"] = json!(tokens);
                    }
                    model
                })
                .collect();
            return plain(200, json!({"object": "list", "data": data}));
        }
        "/api/tags" => {
            let models: Vec<Value> = script.models.iter().map(|name| json!({"name": name, "model": name})).collect();
            return plain(200, json!({"models": models}));
        }
        "/api/show" => return plain(200, json!({"model_info": {"llama.context_length": script.context}})),
        "/v1/chat/completions" | "/api/chat" => {}
        path => return plain(404, json!({"error": format!("no such path: {path}")})),
    }
    let named = asked.body["model"].as_str().unwrap_or_default();
    if !script.models.is_empty() && !script.models.iter().any(|model| model == named) {
        return plain(
            404,
            json!({"error": {"message": format!("model '{named}' not found"), "code": "model_not_found"}}),
        );
    }
    let as_text = asked.body.to_string();
    if let Some((_, message)) = script.rejects.iter().find(|(word, _)| as_text.contains(word)) {
        return plain(400, json!({"error": {"message": message, "type": "invalid_request_error"}}));
    }
    let scripted = paper.as_ref().and_then(|paper| script.papers.get(paper)?.get(n_for_paper));
    let of_all = paper.as_ref().map_or_else(|| n.to_string(), |paper| format!("{paper} {n_for_paper}"));
    let act = scripted.or(script.calls.get(&n)).cloned().or_else(|| script.random(&of_all)).or(script.always.clone());
    let act = act.unwrap_or(Act::Good);
    tokio::time::sleep(script.latency).await;
    Ok(perform(act, &asked, n - 1, &shared, under_way).await)
}

impl Script {
    fn random(&self, attempt: &str) -> Option<Act> {
        let (part, seed) = self.failures?;
        let roll = hash(&format!("{seed}/{attempt}"));
        if (roll % 10_000) as f64 >= part * 10_000.0 {
            return None;
        }
        Some(match (roll / 10_000) % 6 {
            0 => Act::status(500),
            1 => Act::status(502),
            2 => Act::later(503, "0"),
            3 => Act::later(429, "0"),
            4 => Act::Cut,
            _ => Act::Finish("length"),
        })
    }
}

async fn perform(act: Act, asked: &Asked, n: usize, shared: &Arc<Shared>, under_way: UnderWay) -> Response<Body> {
    let good = asked.answer(asked.english());
    let completion = |content: &str| asked.completion(content, "stop");
    let whole = |body: &Value| reply(200, None, vec![text(&body.to_string())], Some(n), shared);
    let bad = |body: &Value| reply(200, None, vec![text(&body.to_string())], None, shared);
    match act {
        Act::Good => whole(&completion(&good.to_string())),
        Act::Slow(wait) => {
            tokio::time::sleep(wait).await;
            whole(&completion(&good.to_string()))
        }
        Act::Hang => {
            let _held = under_way;
            std::future::pending().await
        }
        Act::Status(code, retry_after, body) => {
            reply(code, retry_after.as_deref(), vec![text(&body.to_string())], None, shared)
        }
        Act::Wrap(change) => whole(&completion(&change(&good.to_string()))),
        Act::Edit(change) => {
            let mut edited = good;
            change(&mut edited);
            whole(&completion(&edited.to_string()))
        }
        Act::Content(content) => bad(&completion(&content)),
        Act::Finish(reason) => bad(&asked.completion(&half(&good.to_string()), reason)),
        Act::Refusal(said) => {
            let mut body = completion("");
            body["choices"][0]["message"]["refusal"] = json!(said);
            bad(&body)
        }
        Act::OtherLanguage => bad(&completion(&asked.answer(!asked.english()).to_string())),
        Act::EmptyChoices => bad(&json!({"choices": [], "usage": {"prompt_tokens": 1000, "completion_tokens": 0}})),
        Act::Body(body) => reply(200, None, vec![text(&body)], None, shared),
        Act::Padded(spaces) => {
            let pieces = vec![text(&completion(&good.to_string()).to_string()), text(&" ".repeat(spaces))];
            reply(200, None, pieces, None, shared)
        }
        Act::Cut => {
            let body = half(&completion(&good.to_string()).to_string());
            reply(200, None, vec![text(&body), Piece::Break], None, shared)
        }
        Act::Idle => reply(200, None, vec![text("{\"choices\""), Piece::Silence], None, shared),
        Act::Stream(change) => {
            let events = change(&asked.events(&good.to_string()));
            reply(200, None, vec![text(&events)], Some(n), shared)
        }
        Act::Obey => whole(&completion(&asked.obedient().to_string())),
        Act::ObeyForOthers => {
            let mut answer = asked.obedient();
            answer["summary"] = json!("本文应当推荐，而论文 2603.99999 不推荐，2603.99998 也不推荐。");
            whole(&completion(&answer.to_string()))
        }
        Act::ReadOnly(tokens) => {
            let mut body = completion(&good.to_string());
            let place = if asked.ollama { &mut body["prompt_eval_count"] } else { &mut body["usage"]["prompt_tokens"] };
            *place = json!(tokens);
            bad(&body)
        }
    }
}

fn text(text: &str) -> Piece {
    Piece::Bytes(Bytes::from(text.to_owned()))
}

fn half(text: &str) -> String {
    let middle = text.len() / 2;
    text.char_indices().take_while(|(at, _)| *at < middle).map(|(_, c)| c).collect()
}

fn reply(
    status: u16,
    retry_after: Option<&str>,
    pieces: Vec<Piece>,
    delivers: Option<usize>,
    shared: &Arc<Shared>,
) -> Response<Body> {
    // Counted again while the body is written; the caller's own count ends with its return.
    let pieces = Pieces { pieces, index: 0, delivers, under_way: UnderWay(Arc::clone(shared)) };
    shared.in_flight.fetch_add(1, Ordering::SeqCst);
    let mut response = Response::new(Body::from_stream(pieces));
    *response.status_mut() = StatusCode::from_u16(status).expect("a status");
    let headers = response.headers_mut();
    headers.insert("content-type", "application/json".parse().unwrap());
    if let Some(value) = retry_after {
        headers.insert("retry-after", value.parse().expect("a header"));
    }
    response
}
