import { eventSubscription } from 'types.bicep'

param location string
param tags object
param token string
param maximumInstances int
param alwaysReadyInstances int
param instanceMemory int
param prewarmed bool
param rollingUpdates bool

@secure()
param setupToken string

@secure()
param protectionSecret string

param assistantsMayRecord bool
param signIn { authority: string, clientId: string, name: string }

@secure()
param signInClientSecret string

param subscriptions eventSubscription[]
param alertEmail string
param monthlyBudget int
param budgetStart string
param customDomain string
param isDomainBound bool
param certificateThumbprint string
param operatorPrincipalId string

// Names known before the deployment let what-if look into the modules.
var identityName = 'id-opstrails-${token}'
var storageName = 'st${token}'
var appName = 'func-opstrails-${token}'
var planName = 'plan-opstrails-${token}'
var insightsName = 'appi-opstrails-${token}'
var deadLetters = 'dead-letters'

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' = {
  name: identityName
  location: location
  tags: tags
}

module storage 'storage.bicep' = {
  name: 'storage'
  params: {
    location: location
    tags: tags
    name: storageName
    deadLetters: deadLetters
    identityName: identity.name
    operatorPrincipalId: operatorPrincipalId
  }
}

module topic 'topic.bicep' = {
  name: 'topic'
  params: {
    location: location
    tags: tags
    name: 'evgt-opstrails-${token}'
    identityName: identity.name
    storageName: storageName
    deadLetters: deadLetters
    subscriptions: subscriptions
  }
  dependsOn: [storage]
}

module telemetry 'telemetry.bicep' = {
  name: 'telemetry'
  params: {
    location: location
    tags: tags
    insightsName: insightsName
    workspaceName: 'log-opstrails-${token}'
    identityName: identity.name
  }
}

module app 'app.bicep' = {
  name: 'app'
  params: {
    location: location
    tags: tags
    name: appName
    planName: planName
    identityName: identity.name
    storageName: storageName
    deploymentContainerUrl: storage.outputs.deploymentContainerUrl
    tableEndpoint: storage.outputs.tableEndpoint
    topicEndpoint: topic.outputs.endpoint
    insightsName: insightsName
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    instanceMemory: instanceMemory
    prewarmed: prewarmed
    rollingUpdates: rollingUpdates
    setupToken: setupToken
    protectionSecret: protectionSecret
    assistantsMayRecord: assistantsMayRecord
    signIn: signIn
    signInClientSecret: signInClientSecret
  }
  dependsOn: [telemetry]
}

module domain 'domain.bicep' = if (!empty(customDomain)) {
  name: 'domain'
  params: {
    location: location
    appName: appName
    hostName: customDomain
    isBound: isDomainBound
    certificateThumbprint: certificateThumbprint
  }
  dependsOn: [app]
}

module alerts 'alerts.bicep' = if (!empty(alertEmail)) {
  name: 'alerts'
  params: {
    location: location
    tags: tags
    workspaceId: telemetry.outputs.workspaceId
    email: alertEmail
  }
}

module budget 'budget.bicep' = if (monthlyBudget > 0) {
  name: 'budget'
  params: {
    amount: monthlyBudget
    start: budgetStart
    email: alertEmail
  }
}

output url string = 'https://${empty(customDomain) ? app.outputs.hostName : customDomain}'
output appName string = appName
output principalId string = identity.properties.principalId
output tableEndpoint string = storage.outputs.tableEndpoint
output topicName string = topic.outputs.name
output topicPrincipalId string = topic.outputs.principalId
