import type { ComponentChildren } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { closeFromOutside } from "../ui/menu";

const maxListed = 12;

/** A fact in the line for now. One thing is a link or button by itself; several open a list. */
export function Fact<T>({
  of,
  kind,
  label,
  item,
  more,
}: {
  of: readonly T[];
  kind: string;
  label: ComponentChildren;
  item: (one: T, content?: ComponentChildren) => ComponentChildren;
  more?: ComponentChildren;
}) {
  const menu = useRef<HTMLDetailsElement>(null);
  const isMenu = of.length > 1;
  useEffect(() => (isMenu ? closeFromOutside(menu.current!) : undefined), [isMenu]);
  if (of.length === 0) return null;
  if (!isMenu) return <li class={`fact ${kind}`}>{item(of[0]!, label)}</li>;
  return (
    <li class={`fact ${kind}`}>
      <details ref={menu}>
        <summary>{label}</summary>
        <ul class="fact-list">
          {of.slice(0, maxListed).map((one, i) => (
            <li key={i}>{item(one)}</li>
          ))}
          {of.length > maxListed && <li class="quiet">and {of.length - maxListed} more</li>}
          {more && <li>{more}</li>}
        </ul>
      </details>
    </li>
  );
}
