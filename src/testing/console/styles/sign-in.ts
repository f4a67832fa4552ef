/** The sign-in page of both consoles. */
export const signInStyles = `
.sign-in-page, .validating { min-height: calc(100% - 42px); display: grid; place-items: center; padding: 28px 16px; }
.validating { color: var(--muted); }
.sign-in-page + footer, .validating + footer { display: grid; place-items: center; height: 42px; }
.sign-in { width: min(100%, 368px); display: grid; gap: 14px; background: var(--surface); border: 1px solid var(--line); border-radius: 16px; padding: 28px; box-shadow: 0 12px 40px rgb(20 30 60 / 0.07); }
.sign-in h1 { font-size: 1.35rem; }
.sign-in .lead { color: var(--muted); margin-block-start: -12px; }
.mark { width: 44px; height: 44px; border-radius: 13px; display: grid; place-items: center; background: var(--accent-soft); color: var(--accent); }
.field { display: grid; gap: 5px; }
.field > span, .field > label { font-size: 0.88rem; font-weight: 550; }
.captcha { display: grid; grid-template-columns: 1fr 132px; gap: 8px; }
.picture { padding: 0; border: 1px solid var(--line); border-radius: 8px; overflow: hidden; background: #eef2f7; cursor: pointer; height: 44px; }
.picture img { display: block; width: 100%; height: 100%; object-fit: cover; }
.check { display: flex; align-items: center; gap: 9px; font-size: 0.9rem; }
.check input { width: 17px; height: 17px; accent-color: var(--accent); }
.problem { color: var(--bad); font-size: 0.9rem; }
.problem:empty { display: none; }
`;
