//! Text for LaTeX and BibTeX that compiles, and does nothing else.

use std::sync::LazyLock;

use regex::Regex;

use crate::report::one_line;

/// Commands that a formula may hold: symbols, letters, fonts, accents, fractions. Anything else (files, definitions,
/// shell) makes the formula plain text.
const MATH: &str = "alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi \
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi Sigma Upsilon \
    Phi Psi Omega mathbb mathcal mathbf mathrm mathit mathsf mathtt mathfrak mathscr boldsymbol bm text textbf textit \
    textrm texttt textsc textsf operatorname frac dfrac tfrac sqrt binom sum prod int oint bigcup bigcap cup cap \
    setminus in notin ni subset subseteq supset supseteq emptyset varnothing infty partial nabla forall exists neg not \
    land lor wedge vee leq le geq ge neq ne ll gg approx sim simeq cong equiv propto prec succ preceq succeq parallel \
    perp mid to rightarrow leftarrow leftrightarrow Rightarrow Leftarrow Leftrightarrow longrightarrow mapsto \
    hookrightarrow uparrow downarrow times div cdot cdots ldots dots vdots ddots pm mp ast star circ bullet oplus \
    ominus otimes odot dagger ddagger hat widehat tilde widetilde bar overline underline vec dot ddot check breve \
    overrightarrow overbrace underbrace left right big Big bigg Bigg langle rangle lfloor rfloor lceil rceil lvert \
    rvert lVert rVert vert Vert ell hbar imath jmath Re Im aleph wp angle triangle square lozenge diamond Box log ln \
    exp sin cos tan max min sup inf lim limsup liminf arg argmax argmin det dim ker Pr gcd deg mod bmod pmod quad \
    qquad prime top bot rm bf it cal sf tt limits nolimits lesssim gtrsim leqslant geqslant ltimes rtimes checkmark xspace";

static COMMAND: LazyLock<Regex> = LazyLock::new(|| {
    #[allow(clippy::expect_used, reason = "a literal of ours, covered by the tests")]
    Regex::new(r"\\([A-Za-z]+|.|$)").expect("a valid pattern")
});

/// Text as LaTeX: formulas of harmless commands stay formulas, accents and balanced braces stay, the rest is escaped.
/// Braces are balanced in what comes out, which BibTeX demands even of escaped ones.
pub fn latex(text: &str) -> String {
    let text = one_line(text);
    let mut out = String::with_capacity(text.len() + 16);
    let pieces = formulas(&text);
    let plain: String = pieces.iter().filter(|(is_formula, _)| !is_formula).map(|(_, piece)| *piece).collect();
    let keep_braces = is_balanced(&plain) && pieces.iter().filter(|(f, _)| !f).all(|(_, piece)| is_balanced(piece));
    for (is_formula, piece) in pieces {
        if is_formula {
            out.push_str(piece);
        } else {
            escape(&mut out, piece, keep_braces);
        }
    }
    out
}

/// The text cut into formulas (with their dollars) and what stands between them.
fn formulas(text: &str) -> Vec<(bool, &str)> {
    let mut pieces = vec![];
    let mut start = 0;
    let mut from = 0;
    while let Some(open) = dollar(text, from) {
        let Some(close) = dollar(text, open + 1) else { break };
        if is_harmless(&text[open + 1..close]) {
            pieces.push((false, &text[start..open]));
            pieces.push((true, &text[open..=close]));
            start = close + 1;
            from = start;
        } else {
            from = open + 1;
        }
    }
    pieces.push((false, &text[start..]));
    pieces
}

/// The next dollar from here on that is not escaped.
fn dollar(text: &str, from: usize) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in text[from..].char_indices() {
        match c {
            '$' if !escaped => return Some(from + at),
            '\\' => escaped = !escaped,
            _ => escaped = false,
        }
    }
    None
}

fn is_harmless(formula: &str) -> bool {
    let allowed = |name: &str| MATH.split_ascii_whitespace().any(|known| known == name) || is_escape(name);
    let count = |name: &str| COMMAND.captures_iter(formula).filter(|found| &found[1] == name).count();
    let bare: String = COMMAND.replace_all(formula, "").into_owned();
    // As pandoc tells `$5 and $6` from a formula: no space inside of the dollars.
    !formula.is_empty()
        && formula.trim() == formula
        && is_balanced(formula)
        && !bare.contains(['%', '#', '&', '~', '$'])
        && !formula.contains("^^")
        && COMMAND.captures_iter(formula).all(|found| allowed(&found[1]))
        && count("left") == count("right")
}

/// `\,`, `\%`, `\|` and the like.
fn is_escape(name: &str) -> bool {
    name.len() == 1 && ",;:! %&#_$|\\".contains(name)
}

/// Braces as BibTeX counts them: escaped ones too.
fn is_balanced(text: &str) -> bool {
    let mut depth = 0_i32;
    for c in text.chars() {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            _ => {}
        }
        if depth < 0 {
            return false;
        }
    }
    depth == 0
}

fn escape(out: &mut String, text: &str, keep_braces: bool) {
    let mut rest = text.chars().peekable();
    while let Some(c) = rest.next() {
        match c {
            '\\' => match rest.peek().copied() {
                // Already escaped.
                Some(next) if "&%$#_".contains(next) => {
                    rest.next();
                    out.push('\\');
                    out.push(next);
                }
                // An accent: \'e, \"{o}.
                Some(next) if "'\"`^~=.".contains(next) && takes_accent(rest.clone(), keep_braces) => {
                    rest.next();
                    out.push('\\');
                    out.push(next);
                }
                _ => out.push_str("\\textbackslash{}"),
            },
            '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' if !keep_braces => out.push_str("\\textbraceleft{}"),
            '}' if !keep_braces => out.push_str("\\textbraceright{}"),
            _ => out.push(c),
        }
    }
}

/// Whether a letter follows the accent, bare or in braces.
fn takes_accent(mut rest: impl Iterator<Item = char>, keep_braces: bool) -> bool {
    let _accent = rest.next();
    match rest.next() {
        Some('{') if keep_braces => rest.next().is_some_and(|c| c.is_ascii_alphabetic()) && rest.next() == Some('}'),
        Some(c) => c.is_ascii_alphabetic(),
        None => false,
    }
}
