import type { ComponentChildren } from "preact";
import "./crumbs.css";

/** The way back. The last one is the page itself. */
export function Crumbs({ to, children }: { to: readonly { href: string; label: string }[]; children: ComponentChildren }) {
  return (
    <nav aria-label="Breadcrumb" class="crumbs">
      <ol>
        {to.map(({ href, label }) => (
          <li key={href}>
            <a href={href}>{label}</a>
          </li>
        ))}
        <li aria-current="page">{children}</li>
      </ol>
    </nav>
  );
}
