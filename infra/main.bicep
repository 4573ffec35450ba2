targetScope = 'subscription'

import { eventSubscription } from 'modules/types.bicep'

@description('Name of the installation. Its resource group is rg-<name>.')
@minLength(1)
@maxLength(24)
param environmentName string

@description('Region of every resource. It must offer Flex Consumption.')
param location string

@description('Maximum number of instances for each group of functions. The platform can exceed it for a short time. Some regions refuse values below 40.')
@minValue(1)
@maxValue(1000)
param maximumInstances int = 40

@description('Instances kept running for HTTP. 0: no cost while idle, cold starts.')
@minValue(0)
@maxValue(20)
param alwaysReadyInstances int = 0

@description('Memory of an instance in MB. It sets the processor share too: 0.25, 1 or 2 cores.')
@allowed([512, 2048, 4096])
param instanceMemory int = 512

@description('Start in a worker that the platform keeps warm. Set to false if instances crash at start.')
param prewarmed bool = true

@description('Preview: replace instances one batch at a time at an update, and let running requests finish.')
param rollingUpdates bool = false

@description('Creates the first keys and sign-in links; at least 32 characters, or a Key Vault reference. Empty: not set.')
@secure()
param setupToken string = ''

@description('Encrypts the keys of session cookies in the store; at least 32 characters, or a Key Vault reference. Empty: they are stored unencrypted.')
@secure()
param protectionSecret string = ''

@description('Allow assistants to record events.')
param assistantsMayRecord bool = false

@description('OpenID Connect provider, such as https://login.microsoftonline.com/<tenant>/v2.0. Empty: sign-in links only.')
param signInAuthority string = ''

param signInClientId string = ''

@description('Secret of the client, or a Key Vault reference.')
@secure()
param signInClientSecret string = ''

@description('Name of the provider on the sign-in page.')
param signInName string = ''

@description('Event subscriptions of the topic.')
param subscriptions eventSubscription[] = []

@description('Address that receives alerts. Empty: no alerts.')
param alertEmail string = ''

@description('Warns the alert address at 80 and 100 percent of this amount a month, in the currency of the subscription. 0: no budget.')
@minValue(0)
param monthlyBudget int = 0

@description('First day of the month in which the budget begins, such as 2026-12-01. It cannot be changed later.')
param budgetStart string = ''

@description('Host name of your own, such as ops.example.com. Its DNS records must exist. Empty: the name that Azure gives.')
param customDomain string = ''

@description('Host name that an earlier deployment already bound with a managed certificate. A deployment returns it.')
param boundDomain string = ''

@description('Thumbprint of a certificate that you uploaded to the app. Empty: Azure issues one.')
param certificateThumbprint string = ''

@description('Object id of a person or group that may read and write the tables from their own machine. Empty: nobody.')
param operatorPrincipalId string = ''

var tags = { 'azd-env-name': environmentName }

// Azure refuses a budget without a start late, after everything else exists. This stops before anything is created.
var checkedBudget = monthlyBudget == 0
  ? 0
  : empty(alertEmail)
      ? fail('A budget needs an address to warn. Set OPSTRAILS_ALERT_EMAIL, or set OPSTRAILS_MONTHLY_BUDGET to 0')
      : length(budgetStart) == 10 && endsWith(budgetStart, '-01')
          ? monthlyBudget
          : fail('A budget needs its first month. Set OPSTRAILS_BUDGET_START to the first day of a month, such as 2026-12-01')

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
    maximumInstances: maximumInstances
    alwaysReadyInstances: alwaysReadyInstances
    instanceMemory: instanceMemory
    prewarmed: prewarmed
    rollingUpdates: rollingUpdates
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
    monthlyBudget: checkedBudget
    budgetStart: budgetStart
    customDomain: customDomain
    isDomainBound: !empty(customDomain) && toLower(boundDomain) == toLower(customDomain)
    certificateThumbprint: certificateThumbprint
    operatorPrincipalId: operatorPrincipalId
  }
}

output AZURE_RESOURCE_GROUP string = group.name
output OPSTRAILS_URL string = installation.outputs.url
output OPSTRAILS_APP string = installation.outputs.appName
output OPSTRAILS_PRINCIPAL_ID string = installation.outputs.principalId
output OPSTRAILS_STORAGE string = installation.outputs.tableEndpoint
output OPSTRAILS_TOPIC string = installation.outputs.topicName
output OPSTRAILS_TOPIC_PRINCIPAL_ID string = installation.outputs.topicPrincipalId

// azd keeps outputs and passes this one to the next deployment, which then leaves the certificate's binding alone.
output OPSTRAILS_BOUND_DOMAIN string = empty(certificateThumbprint) ? customDomain : ''
