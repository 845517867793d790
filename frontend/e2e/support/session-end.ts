import type { Page } from "@playwright/test";

/**
 * The browser's clock was moved, the portal's was not: moves the end of every session the portal answers with along. Gives how many
 * such answers came.
 */
export async function endsLater(page: Page, away: () => number, at: string | RegExp = "**/sessions/refresh"): Promise<() => number> {
    let times = 0;
    await page.route(at, async (route) => {
        const answer = await route.fetch();
        const session = await answer.json().catch(() => ({}));
        if (!session.sessionEndsAt) return route.fulfill({ response: answer });
        times += 1;
        session.sessionEndsAt = new Date(Date.parse(session.sessionEndsAt) + away()).toISOString();
        await route.fulfill({ response: answer, json: session });
    });
    return () => times;
}
