param location string
param tags object
param workspaceId string
param email string

@description('Rules over metrics of the program in Application Insights.')
var rules = [
  {
    name: 'opstrails-no-sweep'
    title: 'OpsTrails: no sweep'
    text: 'For 30 minutes no instance reported a sweep: the program does not run, its timer is not called, or its telemetry does not arrive.'
    severity: 1
    query: 'AppMetrics | where Name == "opstrails.sweep.backlog"'
    measure: { timeAggregation: 'Count', operator: 'LessThan', threshold: 1 }
  }
  {
    name: 'opstrails-backlog'
    title: 'OpsTrails: backlog'
    text: 'The oldest unfinished event is older than 15 minutes: storage or the topic does not take what is written.'
    severity: 2
    query: 'AppMetrics | where Name == "opstrails.sweep.lag" | where Sum > 900'
    measure: { timeAggregation: 'Count', operator: 'GreaterThan', threshold: 5 }
  }
  {
    name: 'opstrails-poison'
    title: 'OpsTrails: poison'
    text: 'The topic refused events; they are kept with its reason at /api/v1/poison.'
    severity: 2
    query: 'AppMetrics | where Name == "opstrails.publish.events" | where tostring(Properties["outcome"]) == "poison"'
    measure: { timeAggregation: 'Count', operator: 'GreaterThan', threshold: 0 }
  }
  {
    name: 'opstrails-5xx'
    title: 'OpsTrails: failing requests'
    text: 'More than 10 requests in 30 minutes were answered with 5xx.'
    severity: 2
    query: 'AppMetrics | where Name == "http.server.request.duration" | where tostring(Properties["http.response.status_code"]) startswith "5" | project TimeGenerated, Requests = ItemCount'
    measure: { timeAggregation: 'Total', metricMeasureColumn: 'Requests', operator: 'GreaterThan', threshold: 10 }
  }
]

resource people 'Microsoft.Insights/actionGroups@2023-01-01' = {
  name: 'opstrails'
  location: 'global'
  tags: tags
  properties: {
    enabled: true
    groupShortName: 'opstrails'
    emailReceivers: [
      {
        name: 'e-mail'
        emailAddress: email
        useCommonAlertSchema: true
      }
    ]
  }
}

resource alerts 'Microsoft.Insights/scheduledQueryRules@2023-12-01' = [
  for rule in rules: {
    name: rule.name
    location: location
    tags: tags
    kind: 'LogAlert'
    properties: {
      displayName: rule.title
      description: rule.text
      severity: rule.severity
      enabled: true
      autoMitigate: true
      evaluationFrequency: 'PT15M'
      windowSize: 'PT30M'
      scopes: [workspaceId]
      // Metrics arrive after the first run of the program.
      skipQueryValidation: true
      criteria: {
        allOf: [
          union(
            { query: rule.query, failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 } },
            rule.measure
          )
        ]
      }
      actions: { actionGroups: [people.id] }
    }
  }
]
