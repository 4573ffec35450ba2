import type { Scope } from "./key-state";

export interface Snippet {
  id: string;
  label: string;
  /** What to do first. */
  before: string;
  blocks: { label: string; text: string }[];
}

/** Quotes any text as one word of sh. */
export function shellQuote(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

/** Indents lines for YAML. Empty lines stay empty. */
function indent(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, " ".repeat(by));
}

interface Run {
  /** Differs for each run and each repetition of it. The environment is appended. */
  id: string;
  source: string;
  environment: string;
  version: string;
  /** Starts a line that the CI system shows as a warning. */
  warning?: string;
}

/**
 * A POSIX script that records a deployment from a CI run. It percent-encodes values into headers (CloudEvents HTTP binding 1.0.2 §3.1.3.2),
 * so that any name is safe without a tool for JSON. The id makes retries safe: curl repeats after an answer of 5xx, the function after a
 * lost connection. A refusal is printed, and never fails a deployment that has already happened.
 */
function record(origin: string, run: Run): string {
  return [
    `environment="${run.environment}"`,
    "# A name over the limit keeps its start and gets its checksum, so different names stay different.",
    "shorten() {",
    `  if [ $(printf %s "$1" | LC_ALL=C tr -d '\\200-\\277' | wc -c) -le $2 ]; then printf %s "$1"; return; fi`,
    `  printf %s "$1" | LC_ALL=C tr -cd ' -~' | cut -c 1-$(($2 - 11)) | tr '\\n' -`,
    `  printf %s "$1" | cksum | cut -d ' ' -f 1`,
    "}",
    `encode() { printf %s "$1" | od -An -v -tx1 | tr -cs 0-9a-f % | sed 's/%$//'; }`,
    "post() {",
    "  curl -sS --max-time 20 --retry 3 --retry-connrefused --retry-max-time 60 -w ' %{http_code}' \\",
    `    -H "Authorization: Bearer $OPSTRAILS_KEY" \\`,
    `    -H "ce-specversion: 1.0" -H "ce-type: deployment" -H "ce-time: NOW" \\`,
    `    -H "ce-id: $(encode "$(shorten "${run.id}-$environment" 200)")" \\`,
    `    -H "ce-source: $(encode "${run.source}")" \\`,
    `    -H "ce-subject: $(encode "$(shorten "$environment" 50)")" \\`,
    `    -H "ce-version: $(encode "${run.version}")" \\`,
    `    -H "Content-Type: application/json" -d "" ${shellQuote(`${origin}/api/v1/events`)}`,
    "}",
    "answer=$(post) || answer=$(post) || true",
    `case "$answer" in`,
    `  *" 200" | *" 201") echo "The event was recorded." ;;`,
    `  *) printf '%s\\n' "${run.warning ?? ""}The event was not recorded. $answer" ;;`,
    "esac",
  ].join("\n");
}

function event(members: Record<string, string>): string {
  return JSON.stringify({ specversion: "1.0", type: "deployment", ...members, time: "NOW" });
}

/** Snippets to paste. Each records a deployment; for a read-only key, a snippet that reads events. */
export function snippets(origin: string, key: string, scope: Scope): Snippet[] {
  return scope === "READ_ONLY"
    ? [curlRead(origin, key)]
    : [curl(origin, key), github(origin), gitlab(origin), azure(origin), jenkins(origin)];
}

function curlRead(origin: string, key: string): Snippet {
  return {
    id: "curl",
    label: "curl",
    before: "Gets the events of the last 24 hours.",
    blocks: [
      {
        label: "Shell",
        text: [
          `export OPSTRAILS_KEY=${shellQuote(key)}`,
          "",
          `curl -sS ${shellQuote(`${origin}/api/v1/events?from=-24h`)} \\`,
          `  -H "Authorization: Bearer $OPSTRAILS_KEY"`,
        ].join("\n"),
      },
    ],
  };
}

function curl(origin: string, key: string): Snippet {
  return {
    id: "curl",
    label: "curl",
    before: "Records an event. The same source and id are recorded once, so retries are safe. Give each event its own id.",
    blocks: [
      {
        label: "Shell",
        text: [
          `export OPSTRAILS_KEY=${shellQuote(key)}`,
          "",
          `curl -sS --max-time 30 --retry 3 ${shellQuote(`${origin}/api/v1/events`)} \\`,
          `  -H "Authorization: Bearer $OPSTRAILS_KEY" \\`,
          `  -H "Content-Type: application/json" \\`,
          `  -d ${shellQuote(event({ id: "my-first-event", source: "BE", subject: "STAGING", version: "1.0.0" }))}`,
        ].join("\n"),
      },
    ],
  };
}

function github(origin: string): Snippet {
  const run = record(origin, {
    id: "$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT-$GITHUB_JOB",
    source: "//github.com/$GITHUB_REPOSITORY",
    environment: "$ENVIRONMENT",
    version: "$GITHUB_SHA",
    warning: "::warning::",
  });
  return {
    id: "github",
    label: "GitHub Actions",
    before: "Store the key as the repository secret OPSTRAILS_KEY. Add a step after each deployment step, with its environment.",
    blocks: [
      {
        label: "With the action (the source defaults to the repository)",
        text: `- name: Record the deployment
  continue-on-error: true
  uses: OpsTrails/track-event@v1
  with:
    api-url: ${origin}
    api-key: \${{ secrets.OPSTRAILS_KEY }}
    type: deployment
    subject: PRODUCTION
    version: \${{ github.sha }}`,
      },
      {
        label: "With curl (sends an id, so retries are safe; shortens long names)",
        text: `- name: Record the deployment
  shell: bash
  env:
    OPSTRAILS_KEY: \${{ secrets.OPSTRAILS_KEY }}
    ENVIRONMENT: PRODUCTION
  run: |
${indent(run, 4)}`,
      },
    ],
  };
}

function gitlab(origin: string): Snippet {
  const run = record(origin, {
    id: "$CI_JOB_ID",
    source: "$CI_PROJECT_PATH",
    environment: "$CI_ENVIRONMENT_NAME",
    version: "$CI_COMMIT_SHORT_SHA",
  });
  return {
    id: "gitlab",
    label: "GitLab CI",
    before: "Store the key as the masked CI/CD variable OPSTRAILS_KEY. The job's image needs curl and a POSIX shell.",
    blocks: [
      {
        label: ".gitlab-ci.yml",
        text: `deploy:
  environment: PRODUCTION
  script:
    - ./deploy.sh
    - |
${indent(run, 6)}`,
      },
    ],
  };
}

function azure(origin: string): Snippet {
  const run = record(origin, {
    id: "$BUILD_BUILDID-$SYSTEM_STAGEATTEMPT-$SYSTEM_JOBATTEMPT",
    source: "$BUILD_REPOSITORY_NAME",
    environment: "${ENVIRONMENT_NAME:-PRODUCTION}",
    version: "$BUILD_BUILDNUMBER",
    warning: "##vso[task.logissue type=warning]",
  });
  return {
    id: "azure",
    label: "Azure Pipelines",
    before:
      "Store the key as the secret variable OPSTRAILS_KEY. Scripts read secrets only through env. A deployment job knows its " +
      "environment; in another job, replace PRODUCTION. A Windows agent needs Git for Windows.",
    blocks: [
      {
        label: "azure-pipelines.yml, after your deployment step",
        text: `- bash: |
${indent(run, 4)}
  displayName: Record the deployment
  env:
    OPSTRAILS_KEY: $(OPSTRAILS_KEY)`,
      },
    ],
  };
}

function jenkins(origin: string): Snippet {
  const run = record(origin, {
    id: "$BUILD_TAG",
    source: "$JOB_NAME",
    environment: "${ENVIRONMENT:-PRODUCTION}",
    version: "$BUILD_NUMBER",
  });
  return {
    id: "jenkins",
    label: "Jenkins",
    before:
      "Store the key as the credential opstrails-key, of kind Secret text. The environment is the build's parameter ENVIRONMENT; " +
      "without one, replace PRODUCTION. " +
      "A Windows agent needs the sh and curl of Git for Windows on its PATH.",
    blocks: [
      {
        label: "Jenkinsfile, after your deployment step",
        text: `withCredentials([string(credentialsId: 'opstrails-key', variable: 'OPSTRAILS_KEY')]) {
  sh '''
    set +x
${indent(run.replaceAll("\\", "\\\\"), 4)}
  '''
}`,
      },
    ],
  };
}
