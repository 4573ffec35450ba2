import "./settings.css";
import type { ComponentType } from "preact";
import { useEffect } from "preact/hooks";
import { mayAdminister } from "../session/permission";
import { path } from "../ui/router";
import { AssistantPage } from "./assistants/page";
import { AuditPage } from "./audit/page";
import { ContextPage } from "./context/page";
import { KeysPage } from "./keys/page";
import { OrganizationPage } from "./organization/page";
import { LinksPage } from "./links/page";
import { NamesPage } from "./names/page";
import { readNames } from "../session/team";
import { setTitle } from "../session/title";
import { PeoplePage } from "./people/page";
import { TypesPage } from "./types/page";

const pages: readonly { href: string; label: string; Page: ComponentType; isForAdmins?: boolean }[] = [
  { href: "/settings/keys", label: "API keys", Page: KeysPage },
  { href: "/settings/context", label: "Business context", Page: ContextPage },
  { href: "/settings/assistant", label: "Connect an assistant", Page: AssistantPage },
  { href: "/settings/organization", label: "Organization", Page: OrganizationPage },
  { href: "/settings/names", label: "Names", Page: NamesPage },
  { href: "/settings/types", label: "Event types", Page: TypesPage },
  { href: "/settings/links", label: "Links", Page: LinksPage },
  { href: "/settings/people", label: "People", Page: PeoplePage },
  { href: "/settings/audit", label: "Audit", Page: AuditPage, isForAdmins: true },
];

export function SettingsPage() {
  const at = path.value === "/settings" ? "/settings/keys" : path.value;
  const current = pages.find((page) => page.href === at);

  useEffect(readNames, []);
  useEffect(() => setTitle(current?.label ?? "Settings"), [current]);

  return (
    <div class="settings">
      <div class="settings-side">
        <h1>Settings</h1>
        <nav aria-label="Settings">
          {pages
            .filter((page) => !page.isForAdmins || mayAdminister())
            .map((page) => (
              <a key={page.href} href={page.href} aria-current={page === current ? "page" : undefined}>
                {page.label}
              </a>
            ))}
        </nav>
      </div>
      <div class="settings-main">
        {current ? (
          <current.Page key={current.href} />
        ) : (
          <p>
            Settings page not found. <a href="/settings/keys">Go to API keys</a>
          </p>
        )}
      </div>
    </div>
  );
}
