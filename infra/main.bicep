targetScope = 'subscription'

import { eventSubscription } from 'modules/types.bicep'

@description('Names the installation; its resource group is rg-<name>.')
@minLength(1)
@maxLength(24)
param environmentName string

@description('Where everything lies; a region that offers Flex Consumption.')
param location string

@description('The stack of the platform. The package brings its own .NET, so either will do; only dotnet-isolated is generally available.')
@allowed(['dotnet-isolated', 'custom'])
param runtimeName string = 'dotnet-isolated'

@description('How many instances there may be at most: a brake on cost, not a reservation.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances that are kept running for HTTP. None costs nothing while idle and starts cold.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Makes the first keys and sign-in links; at least 32 characters. Empty: none is set.')
@secure()
param setupToken string = ''

@description('Wraps the keys of session cookies in the store; at least 32 characters. Empty: they lie there as they are.')
@secure()
param protectionSecret string = ''

@description('Whether assistants may record events.')
param assistantsMayRecord bool = false

@description('The OpenID Connect provider, such as https://login.microsoftonline.com/<tenant>/v2.0. Empty: sign-in links alone.')
param signInAuthority string = ''

param signInClientId string = ''

@secure()
param signInClientSecret string = ''

@description('What the button on the sign-in page calls the provider.')
param signInName string = ''

@description('Who else gets the events, besides those who ask for them.')
param subscriptions eventSubscription[] = []

@description('Where alerts go. Empty: there are none.')
param alertEmail string = ''

@description('Warns the address of alerts at 80 and 100 percent of this amount a month, in the currency of the subscription. 0: no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('The first day of the month in which the budget begins, such as 2026-12-01. It cannot be changed later.')
param budgetStart string = ''

@description('A host name of your own, such as ops.example.com, whose DNS records are there already. Empty: the one that Azure gives.')
param customDomain string = ''

@description('A certificate that was uploaded for it. Empty: Azure makes one.')
param certificateThumbprint string = ''

@description('Somebody who may read and write the tables from their own machine, to back up and restore. Empty: nobody.')
param operatorPrincipalId string = ''

var tags = { 'azd-env-name': environmentName }

resource group 'Microsoft.Resources/resourceGroups@2025-04-01' = {
  name: 'rg-${environmentName}'
  location: location
  tags: tags
}

module installation 'modules/installation.bicep' = {
  name: 'installation'
  scope: group
  params: {
    location: location
    tags: tags
    token: uniqueString(subscription().id, environmentName, location)
    runtimeName: runtimeName
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    setupToken: setupToken
    protectionSecret: protectionSecret
    assistantsMayRecord: assistantsMayRecord
    signIn: {
      authority: signInAuthority
      clientId: signInClientId
      name: signInName
    }
    signInClientSecret: signInClientSecret
    subscriptions: subscriptions
    alertEmail: alertEmail
    monthlyBudget: monthlyBudget
    budgetStart: budgetStart
    customDomain: customDomain
    certificateThumbprint: certificateThumbprint
    operatorPrincipalId: operatorPrincipalId
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output OPSTRAILS_URL string = installation.outputs.url
output OPSTRAILS_APP string = installation.outputs.appName
output OPSTRAILS_STORAGE string = installation.outputs.tableEndpoint
output OPSTRAILS_TOPIC string = installation.outputs.topicName
output OPSTRAILS_TOPIC_PRINCIPAL_ID string = installation.outputs.topicPrincipalId
