using '../../infra/main.bicep'

param environmentName = 'everything'
param location = 'westeurope'
param maximumInstances = 5
param alwaysReadyInstances = 1
param instanceMemory = 2048
param prewarmed = false
param rollingUpdates = true
param setupToken = 'a-setup-token-for-tests-of-40-characters'
param protectionSecret = 'a-protection-secret-for-tests-of-45-characters'
param assistantsMayRecord = true
param signInAuthority = 'https://login.example.com/v2.0'
param signInClientId = '11111111-2222-3333-4444-555555555555'
param signInClientSecret = 'a-client-secret-for-tests'
param signInName = 'Example'
param subscriptions = [
  {
    name: 'a-webhook'
    types: ['deployment']
    subjectPrefix: 'PRODUCTION'
    destination: { kind: 'webhook', url: 'https://hook.example.com/events' }
  }
  {
    name: 'a-queue'
    destination: {
      kind: 'storageQueue'
      resourceId: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-other/providers/Microsoft.Storage/storageAccounts/stother'
      queue: 'changes'
    }
  }
  {
    name: 'a-function'
    destination: {
      kind: 'azureFunction'
      resourceId: '/subscriptions/00000000-0000-0000-0000-000000000001/resourceGroups/rg-other/providers/Microsoft.Web/sites/func-other/functions/changes'
    }
  }
]
param alertEmail = 'ops@example.com'
param monthlyBudget = 20
param budgetStart = '2026-12-01'
param customDomain = 'ops.example.com'
param operatorPrincipalId = '99999999-8888-7777-6666-555555555555'
