//! Icons: line icons, the eight-pointed star of states, the logo and the shebeke lattice. The shapes are `<symbol>`s in
//! the shell, so that they are painted before the program runs and do not add to its size.

use super::el::{El, svg};

/// A line icon. It is always beside a word, so it is always hidden from screen readers.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    /// Tick.
    Check,
    /// Arrow to the right, for continuing.
    Arrow,
    /// Chevron to the left, for going back.
    Back,
    /// Chevron to the right, for rows with a link.
    Forward,
    /// Chevron downwards.
    Down,
    /// Triangle with an exclamation mark: something to correct.
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

/// Meaning of a star. A word is always beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Star {
    /// Done: filled green with a tick.
    Done,
    /// Now: petrol with a dot.
    Now,
    /// Error: pomegranate red with an exclamation mark.
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

/// The logo of the portal.
pub fn mark() -> El {
    let seed = "<path class=\"seed\" d=\"M12 6.8l2.9 5.2-2.9 5.2-2.9-5.2z\"/>";
    svg("mark", "0 0 24 24", &[STAR, seed].concat())
}

/// The lattice with coloured panes at `(column, row, class)`, at most four per page; `small` for narrow strips.
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
