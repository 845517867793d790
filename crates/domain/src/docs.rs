//! Pages printed from the tables: `docs/states.md` and `docs/rules.md`. Pure text; a test compares them with the files.

use std::fmt::Write as _;

use crate::decision::Clause;
use crate::procedure::{Effect, Lifecycle, Move, Procedure, Word};
use crate::procedures::master_exam::MasterExam;
use crate::rules::{Rule, applications, exam, general, policy};

const NOTICE: &str =
    "<!-- Printed from the tables in crates/domain by `cargo xtask docs`. Change the tables, not this page. -->\n\n";

/// The content of `docs/states.md`: a table and a diagram of every procedure.
pub fn states_markdown() -> String {
    let mut page = format!(
        "# States\n\n{NOTICE}One line is one row of a `MOVES` table. An event is offered only to the actor and in the states of its \
         row; *judged* means that the steps must be complete and no clause broken.\n"
    );
    procedure_section::<MasterExam>(&mut page);
    page
}

/// The content of `docs/rules.md`: every clause, what it says and the codes it may give.
pub fn rules_markdown() -> String {
    let mut page = format!(
        "# Rules\n\n{NOTICE}Clauses in the order the act prints them. A clause without codes is decided by people, or by another \
         procedure. `MAG-…` and `PORTAL-…` are conditions of the campaign and of the portal, not clauses of the act.\n"
    );
    rules_section(&mut page, "Chapter 1. General provisions", general::RULES);
    rules_section(&mut page, "Chapter 2. Acceptance of applications", applications::RULES);
    rules_section(&mut page, "Chapter 3. The entrance exam", exam::RULES);
    rules_section(&mut page, "Conditions of campaign and portal", policy::RULES);
    page
}

fn effect_text(effect: &Effect) -> String {
    match effect {
        Effect::Claim => "claim".to_owned(),
        Effect::Release => "release".to_owned(),
        Effect::Take => "take".to_owned(),
        Effect::GiveBack => "give back".to_owned(),
        Effect::Charge => "charge".to_owned(),
        Effect::Snapshot => "snapshot".to_owned(),
        Effect::Mark => "mark".to_owned(),
        Effect::Reopen => "reopen".to_owned(),
        Effect::Revoke(kind) => format!("revoke `{kind}`"),
        Effect::Notice(name) => format!("notice `{name}`"),
        Effect::Document(kind) => format!("document `{kind}`"),
        Effect::Timer(name) => format!("timer `{name}`"),
        Effect::Cancel(name) => format!("cancel `{name}`"),
        Effect::Later(job) => format!("job `{job}`"),
    }
}

fn words<W: Word>(words: &[W]) -> String {
    words.iter().map(|word| format!("`{}`", word.word())).collect::<Vec<_>>().join(", ")
}

/// Whether no row leaves a state.
fn is_final<L: Lifecycle>(moves: &[Move<L>], state: L::State) -> bool {
    !moves.iter().any(|row| row.from.contains(&state))
}

// Writing to a String cannot fail, so the results of `write!` are dropped.
fn procedure_section<P: Procedure>(page: &mut String) {
    let steps = P::STEPS.iter().map(|step| format!("`{}`", step.id)).collect::<Vec<_>>().join(", ");
    let ends: Vec<P::State> = P::State::ALL.iter().copied().filter(|state| is_final(P::MOVES, *state)).collect();
    let editable: Vec<P::State> = P::State::ALL.iter().copied().filter(|state| P::editable(*state)).collect();
    let _ = write!(
        page,
        "\n## {}\n\nRules: `{}`. Steps: {steps}. States: {}. Answers can be changed in: {}. Ends: {}.\n\n",
        P::KIND,
        P::RULE_SET,
        words(P::State::ALL),
        words(&editable),
        words(&ends),
    );
    page.push_str("| from | event | by | to | clause | when | judged | two officers | effects |\n");
    page.push_str("| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for row in P::MOVES {
        let Clause(clause) = row.clause;
        let effects = row.effects.iter().map(effect_text).collect::<Vec<_>>().join(", ");
        let yes = |flag| if flag { "yes" } else { "" };
        let _ = writeln!(
            page,
            "| {} | `{}` | {} | `{}` | {clause} | {} | {} | {} | {effects} |",
            words(row.from),
            row.on.word(),
            row.by.word(),
            row.to.word(),
            row.when.word(),
            yes(row.judged),
            yes(row.four_eyes),
        );
    }
    page.push_str("\n```mermaid\nstateDiagram-v2\n");
    let _ = writeln!(page, "    [*] --> {}", P::START.word());
    for row in P::MOVES {
        for from in row.from {
            let _ = writeln!(page, "    {} --> {}: {} ({})", from.word(), row.to.word(), row.on.word(), row.by.word());
        }
    }
    for end in ends {
        let _ = writeln!(page, "    {} --> [*]", end.word());
    }
    page.push_str("```\n");
}

fn rules_section<R>(page: &mut String, title: &str, rules: &[Rule<R>]) {
    let _ = write!(page, "\n## {title}\n\n| clause | says | deyir | codes |\n| --- | --- | --- | --- |\n");
    for rule in rules {
        let Clause(clause) = rule.clause;
        let [az, en, _] = rule.says;
        let codes = rule.codes.iter().map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let _ = writeln!(page, "| {clause} | {en} | {az} | {codes} |");
    }
}
