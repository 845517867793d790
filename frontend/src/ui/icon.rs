//! Signs: line icons, the eight-pointed star of states, the mark and the shebeke lattice. The shapes themselves lie in
//! the shell as `<symbol>`s, so that they paint before the program runs and weigh nothing in it.

use leptos::prelude::*;

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
    /// Triangle with a mark: something to mend.
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
    /// Sheet of paper.
    Sheet,
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
            Icon::Sheet => "#i-sheet",
            Icon::Phone => "#i-phone",
        }
    }
}

/// Draws an icon.
pub fn icon(which: Icon) -> AnyView {
    drawn("icon", which.href())
}

pub(crate) fn drawn(class: &'static str, href: &'static str) -> AnyView {
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <use href=href></use>
        </svg>
    }
    .into_any()
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

/// Draws a star.
pub fn star(which: Star) -> AnyView {
    let (class, inner) = match which {
        Star::Done => ("star done", view! { <path class="star-ink" d="M7.6 12.3l3 3 5.8-6.2"></path> }.into_any()),
        Star::Now => ("star now", view! { <circle class="star-dot" cx="12" cy="12" r="3.4"></circle> }.into_any()),
        Star::Problem => {
            ("star problem", view! { <path class="star-ink" d="M12 6.8v6.2M12 16.8v.2"></path> }.into_any())
        }
        Star::Later => ("star later", ().into_any()),
        Star::Number(number) => ("star number", view! { <text x="12" y="15.9">{number}</text> }.into_any()),
    };
    view! {
        <svg class=class viewBox="0 0 24 24" aria-hidden="true">
            <use class="star-fill" href="#star"></use>
            {inner}
        </svg>
    }
    .into_any()
}

/// The mark of the portal.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 24 24" aria-hidden="true">
            <use class="star-fill" href="#star"></use>
            <path class="seed" d="M12 6.8l2.9 5.2-2.9 5.2-2.9-5.2z"></path>
        </svg>
    }
    .into_any()
}

/// The lattice with its lit panes at `(column, row, class)`. Only on the dark band, beside text.
#[component]
pub fn Lattice(
    /// Class beside `lattice`.
    #[prop(optional)]
    class: &'static str,
    /// Lit panes; at most four on a page.
    #[prop(optional)]
    panes: &'static [(u16, u16, &'static str)],
    /// Half size, for narrow strips.
    #[prop(optional)]
    small: bool,
) -> impl IntoView {
    let panes = panes
        .iter()
        .map(|(column, row, class)| view! { <use href="#pane" class=*class x=column * 96 y=row * 96></use> }.into_any())
        .collect_view();
    view! {
        <svg class=["lattice ", class].concat() aria-hidden="true">
            <g transform=if small { "scale(.5)" } else { "scale(1)" }>
                <rect width="4000" height="2000" fill="url(#lattice)"></rect>
                {panes}
            </g>
        </svg>
    }
    .into_any()
}
