//! Signs: line icons, the eight-pointed star of states, the mark and the shebeke lattice. The shapes themselves lie in
//! the shell as `<symbol>`s, so that they paint before the program runs and weigh nothing in it.

use super::el::{El, svg};

/// A line icon. Always beside a word, so always hidden from screen readers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Tick.
    Check,
    /// Arrow to the right, for going on.
    Arrow,
    /// Chevron to the left, for going back.
    Back,
    /// Chevron to the right, for rows that lead on.
    Forward,
    /// Chevron downwards.
    Down,
    /// Triangle with a mark: something to correct.
    Alert,
    /// Letter i in a circle.
    Info,
    /// Clock.
    Clock,
    /// Plus.
    Plus,
    /// Cross.
    Close,
    /// Three lines.
    Menu,
    /// Person.
    User,
    /// Leaving.
    Leave,
    /// Printer.
    Print,
    /// Arrow into a tray.
    Download,
    /// Telephone.
    Phone,
}

impl Icon {
    fn href(self) -> &'static str {
        match self {
            Icon::Check => "#i-check",
            Icon::Arrow => "#i-arrow",
            Icon::Back => "#i-back",
            Icon::Forward => "#i-forward",
            Icon::Down => "#i-down",
            Icon::Alert => "#i-alert",
            Icon::Info => "#i-info",
            Icon::Clock => "#i-clock",
            Icon::Plus => "#i-plus",
            Icon::Close => "#i-close",
            Icon::Menu => "#i-menu",
            Icon::User => "#i-user",
            Icon::Leave => "#i-leave",
            Icon::Print => "#i-print",
            Icon::Download => "#i-download",
            Icon::Phone => "#i-phone",
        }
    }
}

/// Draws an icon as an element.
pub fn sign(which: Icon) -> El {
    svg("icon", "0 0 24 24", &["<use href=\"", which.href(), "\"/>"].concat())
}

/// What a star says. The word stands beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Star {
    /// Done: filled green with a tick.
    Done,
    /// Now: petrol with a dot.
    Now,
    /// Something is wrong: pomegranate with a mark.
    Problem,
    /// Later: outline.
    Later,
    /// A numbered step.
    Number(u8),
}

/// Draws a star as an element.
pub fn star_sign(which: Star) -> El {
    let number;
    let (class, inner) = match which {
        Star::Done => ("star done", "<path class=\"star-ink\" d=\"M7.6 12.3l3 3 5.8-6.2\"/>"),
        Star::Now => ("star now", "<circle class=\"star-dot\" cx=\"12\" cy=\"12\" r=\"3.4\"/>"),
        Star::Problem => ("star problem", "<path class=\"star-ink\" d=\"M12 6.8v6.2M12 16.8v.2\"/>"),
        Star::Later => ("star later", ""),
        Star::Number(count) => {
            number = ["<text x=\"12\" y=\"15.9\">", &count.to_string(), "</text>"].concat();
            ("star number", number.as_str())
        }
    };
    svg(class, "0 0 24 24", &[STAR, inner].concat())
}

const STAR: &str = "<use class=\"star-fill\" href=\"#star\"/>";

/// The mark of the portal.
pub fn mark() -> El {
    let seed = "<path class=\"seed\" d=\"M12 6.8l2.9 5.2-2.9 5.2-2.9-5.2z\"/>";
    svg("mark", "0 0 24 24", &[STAR, seed].concat())
}

/// The lattice with its lit panes at `(column, row, class)`, at most four on a page; `small` for narrow strips.
pub fn lattice(class: &str, panes: &[(u16, u16, &str)], small: bool) -> El {
    let mut inner = String::from(if small { "<g transform=\"scale(.5)\">" } else { "<g>" });
    inner.push_str("<rect width=\"4000\" height=\"2000\" fill=\"url(#lattice)\"/>");
    for (column, row, class) in panes {
        let (x, y) = ((column * 96).to_string(), (row * 96).to_string());
        inner.push_str(&["<use href=\"#pane\" class=\"", class, "\" x=\"", &x, "\" y=\"", &y, "\"/>"].concat());
    }
    inner.push_str("</g>");
    svg(&["lattice ", class].concat(), "", &inner)
}
