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

/**
 * Sends an event from a CI run. The run's id makes it safe for curl to retry. A failure is logged, but must not fail a deployment that
 * has already happened.
 */
function post(origin: string, members: Record<string, string>): string {
  return [
    `curl -sS --fail-with-body --retry 3 --max-time 60 ${shellQuote(`${origin}/api/v1/events`)} \\`,
    `  -H "Authorization: Bearer $OPSTRAILS_KEY" \\`,
    `  -H "Content-Type: application/json" \\`,
    `  --data-binary @- <<EVENT || echo "The event was not recorded."`,
    event(members),
    "EVENT",
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
    before: "Records an event. Give each event its own id, so that retries are safe.",
    blocks: [
      {
        label: "Shell",
        text: [
          `export OPSTRAILS_KEY=${shellQuote(key)}`,
          "",
          `curl -sS --fail-with-body --retry 3 ${shellQuote(`${origin}/api/v1/events`)} \\`,
          `  -H "Authorization: Bearer $OPSTRAILS_KEY" \\`,
          `  -H "Content-Type: application/json" \\`,
          `  -d ${shellQuote(event({ id: "my-first-event", source: "BE", subject: "STAGING", version: "1.0.0" }))}`,
        ].join("\n"),
      },
    ],
  };
}

function github(origin: string): Snippet {
  const run = post(origin, {
    id: "$GITHUB_RUN_ID-$GITHUB_RUN_ATTEMPT-$GITHUB_JOB",
    source: "//github.com/$GITHUB_REPOSITORY",
    subject: "PRODUCTION",
    version: "$GITHUB_SHA",
  });
  return {
    id: "github",
    label: "GitHub Actions",
    before: "Store the key as the repository secret OPSTRAILS_KEY. Add one of these steps after your deployment step.",
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
        label: "With curl (sends an id, so retries are safe)",
        text: `- name: Record the deployment
  continue-on-error: true
  shell: bash
  env:
    OPSTRAILS_KEY: \${{ secrets.OPSTRAILS_KEY }}
  run: |
${indent(run, 4)}`,
      },
    ],
  };
}

function gitlab(origin: string): Snippet {
  const run = post(origin, {
    id: "$CI_JOB_ID",
    source: "$CI_PROJECT_PATH",
    subject: "$CI_ENVIRONMENT_NAME",
    version: "$CI_COMMIT_SHORT_SHA",
  });
  return {
    id: "gitlab",
    label: "GitLab CI",
    before: "Store the key as the masked CI/CD variable OPSTRAILS_KEY. The job's image needs curl.",
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
  const run = post(origin, {
    id: "$(Build.BuildId)",
    source: "$(Build.Repository.Name)",
    subject: "PRODUCTION",
    version: "$(Build.BuildNumber)",
  });
  return {
    id: "azure",
    label: "Azure Pipelines",
    before: "Store the key as the secret variable OPSTRAILS_KEY. Scripts read secrets only through env.",
    blocks: [
      {
        label: "azure-pipelines.yml, after your deployment step",
        text: `- bash: |
${indent(run, 4)}
  displayName: Record the deployment
  continueOnError: true
  env:
    OPSTRAILS_KEY: $(OPSTRAILS_KEY)`,
      },
    ],
  };
}

function jenkins(origin: string): Snippet {
  return {
    id: "jenkins",
    label: "Jenkins",
    before: "Store the key as the credential opstrails-key, of kind Secret text. Add this to a script block.",
    blocks: [
      {
        label: "Jenkinsfile, after your deployment step",
        text: `def event = groovy.json.JsonOutput.toJson([
  specversion: '1.0', type: 'deployment', id: "\${env.BUILD_TAG}", source: "\${env.JOB_NAME}",
  subject: 'PRODUCTION', version: "\${env.BUILD_NUMBER}", time: 'NOW'
])
withCredentials([string(credentialsId: 'opstrails-key', variable: 'OPSTRAILS_KEY')]) {
  withEnv(["EVENT=\${event}"]) {
    sh '''
      curl -sS --fail-with-body --retry 3 --max-time 60 "${origin}/api/v1/events" \\\\
        -H "Authorization: Bearer $OPSTRAILS_KEY" \\\\
        -H "Content-Type: application/json" \\\\
        --data-binary "$EVENT" || echo "The event was not recorded."
    '''
  }
}`,
      },
    ],
  };
}
