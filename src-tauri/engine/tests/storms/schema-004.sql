-- A database of schema 4: one of schema 2 that the migrations up to 004 brought here, then rows in every new table as the app writes them. Never edited, as released migrations are not.

CREATE TABLE papers (
    id          TEXT NOT NULL,
    version     INTEGER NOT NULL CHECK (version >= 1),
    title       TEXT NOT NULL,
    abstract    TEXT NOT NULL,
    authors     TEXT NOT NULL,  -- JSON array
    categories  TEXT NOT NULL,  -- JSON array, the primary first
    comment     TEXT,
    url         TEXT NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

CREATE TABLE announcements (
    date        TEXT PRIMARY KEY,  -- arXiv's mailing date, YYYY-MM-DD
    source      TEXT NOT NULL,     -- feed | sample
    categories  TEXT NOT NULL,     -- JSON array: what was asked for, in all fetches of the day together
    fetched_at  INTEGER NOT NULL   -- seconds since 1970
) STRICT, WITHOUT ROWID;

CREATE TABLE announced (
    date           TEXT NOT NULL REFERENCES announcements (date),
    paper          TEXT NOT NULL,
    version        INTEGER NOT NULL,
    announce_type  TEXT NOT NULL CHECK (announce_type IN ('new', 'cross', 'replace', 'replace-cross')),
    position       INTEGER NOT NULL,
    PRIMARY KEY (date, paper),
    FOREIGN KEY (paper, version) REFERENCES papers (id, version)
) STRICT, WITHOUT ROWID;

CREATE INDEX announced_by_paper ON announced (paper, date);

CREATE TABLE verdicts (
    id              INTEGER PRIMARY KEY,
    paper           TEXT NOT NULL,
    version         INTEGER NOT NULL,
    inputs_hash     TEXT NOT NULL,  -- of the paper's id and the next six
    judge           TEXT NOT NULL,
    model           TEXT NOT NULL,
    prompt_version  TEXT NOT NULL,
    profile_hash    TEXT NOT NULL,
    text_hash       TEXT NOT NULL,
    language        TEXT NOT NULL,
    decision        TEXT NOT NULL CHECK (decision IN ('recommend', 'borderline', 'skip')),
    analysis        TEXT NOT NULL,  -- JSON, the eight fields
    judged_by       TEXT NOT NULL,
    basis           TEXT NOT NULL CHECK (basis IN ('abstract', 'full_text')),
    flags           TEXT NOT NULL,  -- JSON array
    score           REAL NOT NULL,
    input_tokens    INTEGER NOT NULL,
    output_tokens   INTEGER NOT NULL,
    cost            REAL NOT NULL,
    judged_at       INTEGER NOT NULL,
    FOREIGN KEY (paper, version) REFERENCES papers (id, version)
) STRICT;

CREATE INDEX verdicts_by_inputs ON verdicts (inputs_hash);

CREATE INDEX verdicts_by_paper ON verdicts (paper);

CREATE TABLE digests (
    id            INTEGER PRIMARY KEY,
    date          TEXT NOT NULL,
    profile       TEXT NOT NULL,
    origin        TEXT NOT NULL CHECK (origin IN ('run', 'sample', 'import')),
    attempt       INTEGER NOT NULL,  -- 1 for the first run of a day, 2 for the next that was asked for
    inputs_hash   TEXT NOT NULL,     -- of settings and profile: an unfinished digest is resumed only with the same
    language      TEXT NOT NULL,
    judge         TEXT NOT NULL,
    categories    TEXT NOT NULL,     -- JSON array
    announced     INTEGER NOT NULL,
    generated_at  INTEGER NOT NULL,
    complete      INTEGER NOT NULL CHECK (complete IN (0, 1)),
    UNIQUE (profile, date, attempt)
) STRICT;

CREATE TABLE entries (
    digest         INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    paper          TEXT NOT NULL,
    version        INTEGER NOT NULL,
    announce_type  TEXT NOT NULL,
    category       TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (state IN ('waiting', 'judged', 'filtered', 'failed')),
    rule           TEXT,             -- of a filtered paper
    failure        TEXT,             -- of a failed one, JSON
    rank           INTEGER,
    verdict        INTEGER REFERENCES verdicts (id),
    PRIMARY KEY (digest, paper),
    FOREIGN KEY (paper, version) REFERENCES papers (id, version),
    CHECK ((state = 'filtered') = (rule IS NOT NULL)),
    CHECK ((state = 'failed') = (failure IS NOT NULL)),
    CHECK (state <> 'judged' OR verdict IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE INDEX entries_by_paper ON entries (paper);

CREATE TABLE trends (
    digest       INTEGER NOT NULL REFERENCES digests (id) ON DELETE CASCADE,
    position     INTEGER NOT NULL,
    emoji        TEXT NOT NULL,
    title        TEXT NOT NULL,
    observation  TEXT NOT NULL,
    papers       TEXT NOT NULL,  -- JSON array of ids
    PRIMARY KEY (digest, position)
) STRICT, WITHOUT ROWID;

CREATE TABLE runs (
    id          INTEGER PRIMARY KEY,
    date        TEXT,
    profile     TEXT NOT NULL,
    started_at  INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL,
    outcome     TEXT NOT NULL,   -- finished | empty | failed
    cost        REAL NOT NULL,   -- all that the model was paid, also for answers that were no use
    message     TEXT NOT NULL
) STRICT;

CREATE TABLE marks (
    paper  TEXT NOT NULL,
    mark   TEXT NOT NULL CHECK (mark IN ('read', 'star', 'later')),
    at     INTEGER NOT NULL,
    PRIMARY KEY (paper, mark)
) STRICT, WITHOUT ROWID;

CREATE TABLE tags (
    paper  TEXT NOT NULL,
    tag    TEXT NOT NULL CHECK (tag <> ''),
    at     INTEGER NOT NULL,
    PRIMARY KEY (paper, tag)
) STRICT, WITHOUT ROWID;

CREATE TABLE notifications (
    id       INTEGER PRIMARY KEY,
    sent_at  INTEGER NOT NULL,
    date     TEXT NOT NULL,
    title    TEXT NOT NULL,
    body     TEXT NOT NULL
) STRICT;

CREATE TABLE notes (
    paper       TEXT PRIMARY KEY,
    text        TEXT NOT NULL CHECK (text <> ''),  -- Markdown; an emptied note is deleted, its history stays
    updated_at  INTEGER NOT NULL                   -- seconds since 1970
) STRICT, WITHOUT ROWID;

CREATE TABLE note_versions (
    paper  TEXT NOT NULL,
    at     INTEGER NOT NULL,
    text   TEXT NOT NULL,
    PRIMARY KEY (paper, at)
) STRICT, WITHOUT ROWID;

CREATE TABLE overrides (
    profile   TEXT NOT NULL,
    paper     TEXT NOT NULL,
    decision  TEXT NOT NULL CHECK (decision IN ('recommend', 'borderline', 'skip')),
    at        INTEGER NOT NULL,
    PRIMARY KEY (profile, paper)
) STRICT, WITHOUT ROWID;

CREATE TABLE memory (
    key    TEXT PRIMARY KEY,
    value  TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE awaited (
    date      TEXT PRIMARY KEY,
    why       TEXT NOT NULL CHECK (why IN ('missed', 'empty', 'stale', 'capped', 'nothing')),
    tries     INTEGER NOT NULL,
    next_try  INTEGER NOT NULL  -- seconds since 1970
) STRICT, WITHOUT ROWID;

CREATE TABLE versions (
    paper         TEXT NOT NULL,
    version       INTEGER NOT NULL CHECK (version >= 1),
    submitted_at  INTEGER NOT NULL,
    PRIMARY KEY (paper, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE usage (
    day            TEXT NOT NULL,  -- the reader's own, YYYY-MM-DD
    model          TEXT NOT NULL,
    purpose        TEXT NOT NULL CHECK (purpose IN ('judge', 'deep_read', 'trends', 'test', 'translation')),
    requests       INTEGER NOT NULL,
    input_tokens   INTEGER NOT NULL,
    output_tokens  INTEGER NOT NULL,
    cost           REAL NOT NULL,  -- in the provider's currency
    PRIMARY KEY (day, model, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE capabilities (
    server    TEXT NOT NULL,  -- protocol and address
    model     TEXT NOT NULL,
    found     TEXT NOT NULL,  -- JSON
    found_at  INTEGER NOT NULL,
    PRIMARY KEY (server, model)
) STRICT, WITHOUT ROWID;

CREATE TABLE full_texts (
    paper       TEXT NOT NULL,
    version     INTEGER NOT NULL,
    fetched_at  INTEGER NOT NULL,
    sections    BLOB,  -- JSON, gzipped; NULL: arXiv has no HTML of this version
    PRIMARY KEY (paper, version)
) STRICT;

CREATE TABLE evidence (
    verdict      INTEGER PRIMARY KEY REFERENCES verdicts (id),
    found        INTEGER NOT NULL,
    total        INTEGER NOT NULL,
    text_tokens  INTEGER  -- how much of the full text it was given, in tokens; NULL: the abstract only
) STRICT;

INSERT INTO papers VALUES ('2601.00001', 1, 'Retrieval grounding of large language models', 'We study retrieval-augmented generation for large language models and improve answers by 12.5% on 3 benchmarks. The index is small and the method is simple.', '["Ada Author","Bo Zhang"]', '["cs.CL"]', NULL, 'https://arxiv.org/abs/2601.00001');
INSERT INTO papers VALUES ('2601.00002', 1, 'Agents that plan with tools', 'Multimodal agents plan with tools. We propose a planner for large language models that lowers cost by 30%.', '["Ada Author","Bo Zhang"]', '["cs.CL"]', NULL, 'https://arxiv.org/abs/2601.00002');
INSERT INTO papers VALUES ('2601.00003', 1, 'A study of jailbreak attacks', 'Jailbreak attacks on language models are studied with 5 defences.', '["Ada Author","Bo Zhang"]', '["cs.CL"]', NULL, 'https://arxiv.org/abs/2601.00003');
INSERT INTO papers VALUES ('2512.09999', 2, 'Mixture of experts revisited', 'Routing experts with sparsity improves throughput of language model inference.', '["Ada Author","Bo Zhang"]', '["cs.CL"]', NULL, 'https://arxiv.org/abs/2512.09999');
INSERT INTO announcements VALUES ('2026-01-09', 'feed', '["cs.CL"]', 1795376553);
INSERT INTO announced VALUES ('2026-01-09', '2512.09999', 2, 'replace', 3);
INSERT INTO announced VALUES ('2026-01-09', '2601.00001', 1, 'new', 0);
INSERT INTO announced VALUES ('2026-01-09', '2601.00002', 1, 'new', 1);
INSERT INTO announced VALUES ('2026-01-09', '2601.00003', 1, 'cross', 2);
INSERT INTO verdicts VALUES (1, '2601.00002', 1, '919345a140a2890eb1a9a58d6371454e6f01a4e1bb7ba8676d9b3e9533f54b8f', 'builtin', '', 'builtin-3', 'e33e44a8202334f669e4c40f4e8cde4afbedeab6a60a9b3fe5e658690ea7e544', 'bfe70c2020792baefdc3d2f16d7f02c1c431501c14a5a1d907cf1f17761fb1f1', 'zh-CN', 'recommend', '{"decision":"recommend","reason":"与关注方向相符：大模型、多模态、智能体、规划。","translated_title":"","keywords":["Agents","plan","tools","Multimodal","planner"],"pain_point":"","application_value":"","summary":"We propose a planner for large language models that lowers cost by 30%.","innovations":["We propose a planner for large language models that lowers cost by 30%."]}', 'builtin', 'abstract', '[]', 0.832923, 0, 0, 0.0, 1795376554);
INSERT INTO verdicts VALUES (2, '2601.00001', 1, '146e2a8e85133db6c24dcab50c59f46eafda3f02983f14e8db7aa6df972ef748', 'builtin', '', 'builtin-3', 'e33e44a8202334f669e4c40f4e8cde4afbedeab6a60a9b3fe5e658690ea7e544', '5db04a9abcccdb3b0c5d7b0e076f4d7b3248df7f74955db52d86de8d07b674cf', 'zh-CN', 'borderline', '{"decision":"borderline","reason":"与关注方向相符：检索增强生成、大模型。","translated_title":"","keywords":["Retrieval grounding","language","augmented generation","answers","benchmarks"],"pain_point":"","application_value":"","summary":"We study retrieval-augmented generation for large language models and improve answers by 12.5% on 3 benchmarks.","innovations":[]}', 'builtin', 'abstract', '[]', 0.678254, 0, 0, 0.0, 1795376554);
INSERT INTO verdicts VALUES (3, '2601.00003', 1, '63dd74e2a6241568e9fbd73ba8dd2f8ab956f2d3b5b64324831cfdfc8117a6d5', 'builtin', '', 'builtin-3', 'e33e44a8202334f669e4c40f4e8cde4afbedeab6a60a9b3fe5e658690ea7e544', 'eeaa80dad4610bba606c08a4e0db95e8f3961b54692a118eb157dbdae8f112dd', 'zh-CN', 'skip', '{"decision":"skip","reason":"与关注方向相符：language models。涉及排除方向：越狱。","translated_title":"","keywords":["jailbreak attacks","language","defences"],"pain_point":"","application_value":"","summary":"Jailbreak attacks on language models are studied with 5 defences.","innovations":[]}', 'builtin', 'abstract', '[]', 0.012222, 0, 0, 0.0, 1795376554);
INSERT INTO digests VALUES (1, '2026-01-09', 'finance-ai', 'run', 1, 'f4133d4aa597c31596a2424ecc76d6e0bd8f424eef324d5361ce2d2180359b83', 'zh-CN', 'builtin', '["cs.CL"]', 4, 1795376554, 1);
INSERT INTO entries VALUES (1, '2512.09999', 2, 'replace', 'cs.CL', 'filtered', 'replacement', NULL, NULL, NULL);
INSERT INTO entries VALUES (1, '2601.00001', 1, 'new', 'cs.CL', 'judged', NULL, NULL, 2, 2);
INSERT INTO entries VALUES (1, '2601.00002', 1, 'new', 'cs.CL', 'judged', NULL, NULL, 1, 1);
INSERT INTO entries VALUES (1, '2601.00003', 1, 'cross', 'cs.CL', 'failed', NULL, '{"class":"timeout","message":"Nothing came within 120 s.","next_try":null}', 3, 3);
INSERT INTO runs VALUES (1, '2026-01-09', 'finance-ai', 1795376553, 1795376554, 'finished', 0.0, '');
INSERT INTO marks VALUES ('2601.00001', 'read', 1795376555);
INSERT INTO marks VALUES ('2601.00001', 'star', 1795376555);
INSERT INTO marks VALUES ('2601.00002', 'later', 1795376555);
INSERT INTO tags VALUES ('2601.00001', 'to-read', 1795376556);
INSERT INTO notifications VALUES (1, 1767960000, '2026-01-09', 'Arxiv LLM Daily', '2 篇推荐，公告 4 篇');
INSERT INTO notes VALUES ('2601.00001', '**值得读**：见第 3 节。', 1767961000);
INSERT INTO note_versions VALUES ('2601.00001', 1767960500, '值得读');
INSERT INTO overrides VALUES ('finance-ai', '2601.00003', 'recommend', 1767962000);
INSERT INTO memory VALUES ('example', '1');
INSERT INTO awaited VALUES ('2026-01-07', 'nothing', 4, 1795390000);
INSERT INTO awaited VALUES ('2026-01-08', 'missed', 2, 1795380000);
INSERT INTO versions VALUES ('2512.09999', 1, 1766400000);
INSERT INTO versions VALUES ('2512.09999', 2, 1767800000);
INSERT INTO usage VALUES ('2026-01-09', 'fake-model', 'judge', 2, 5210, 980, 0.0112);
INSERT INTO usage VALUES ('2026-01-09', 'fake-model', 'trends', 1, 1400, 210, 0.0);
INSERT INTO capabilities VALUES ('openai http://127.0.0.1:9/v1', 'fake-model', '{"accepts": {"format": "object", "length": "max_tokens", "temperature": true, "stream": false, "no_thinking": false, "system": true, "proven": true}, "context": 32768, "context_asked": true}', 1795376560);
INSERT INTO full_texts VALUES ('2601.00001', 1, 1795376570, x'1f8b08000000000002ff0dc93b0a80301005c0ab3c16ec4450b1b1b3f40c62b1d16082b8091b3f8878779d7686879ce5d9cb422da8442fbb86f998761f84725064e54539baf4ff409da4cb6a82dfa286d3c2dc28aba2c91004358c95c96dac6b2a687cc70ff41eee275c000000');
INSERT INTO full_texts VALUES ('2601.00002', 1, 1795376571, NULL);
INSERT INTO evidence VALUES (1, 1, 1, NULL);
INSERT INTO evidence VALUES (2, 2, 3, 812);
INSERT INTO trends VALUES (1, 0, '🔥', '推理优化与效率提升', '两篇论文降低推理成本。', '["2601.00001","2601.00002"]');

CREATE TRIGGER verdicts_are_never_changed BEFORE UPDATE ON verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only'); END;
CREATE TRIGGER verdicts_are_never_deleted BEFORE DELETE ON verdicts
BEGIN SELECT RAISE(ABORT, 'verdicts are append-only'); END;
PRAGMA user_version = 4;
