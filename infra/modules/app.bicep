param location string
param tags object
param name string
param planName string
param identityName string
param storageName string
param deploymentContainerUrl string
param tableEndpoint string
param topicEndpoint string
param insightsName string
param runtimeName string
param maximumInstances int
param alwaysReadyInstances int

@secure()
param setupToken string

@secure()
param protectionSecret string

param assistantsMayRecord bool
param signIn { authority: string, clientId: string, name: string }

@secure()
param signInClientSecret string

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

resource plan 'Microsoft.Web/serverfarms@2025-03-01' = {
  name: planName
  location: location
  tags: tags
  kind: 'functionapp'
  sku: {
    name: 'FC1'
    tier: 'FlexConsumption'
  }
  properties: { reserved: true }
}

resource app 'Microsoft.Web/sites@2025-03-01' = {
  name: name
  location: location
  tags: union(tags, { 'azd-service-name': 'api' })
  kind: 'functionapp,linux'
  identity: {
    type: 'UserAssigned'
    userAssignedIdentities: { '${identity.id}': {} }
  }
  properties: {
    serverFarmId: plan.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    functionAppConfig: {
      deployment: {
        storage: {
          type: 'blobContainer'
          value: deploymentContainerUrl
          authentication: {
            type: 'UserAssignedIdentity'
            userAssignedIdentityResourceId: identity.id
          }
        }
      }
      runtime: {
        name: runtimeName
        version: runtimeName == 'custom' ? '1.0' : '10.0'
      }
      scaleAndConcurrency: {
        instanceMemoryMB: 512
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
        // An open stream takes a place; with the few that are usual, five viewers would start a second instance.
        triggers: { http: { perInstanceConcurrency: 100 } }
      }
    }
  }

  // Publishing goes by the identity of who deploys.
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
  }

  resource settings 'config' = {
    name: 'appsettings'
    properties: union(
      {
        AZURE_CLIENT_ID: identity.properties.clientId
        AzureWebJobsStorage__accountName: storageName
        AzureWebJobsStorage__credential: 'managedidentity'
        AzureWebJobsStorage__clientId: identity.properties.clientId
        APPLICATIONINSIGHTS_CONNECTION_STRING: insights.properties.ConnectionString
        APPLICATIONINSIGHTS_AUTHENTICATION_STRING: 'ClientId=${identity.properties.clientId};Authorization=AAD'
        // The program sends what matters itself; of the host only what goes wrong is wanted.
        AzureFunctionsJobHost__logging__logLevel__default: 'Warning'
        OpsTrails__Storage: tableEndpoint
        OpsTrails__EventGrid__Endpoint: topicEndpoint
        OpsTrails__Mcp__AllowRecording: string(assistantsMayRecord)
      },
      empty(setupToken) ? {} : { OpsTrails__SetupToken: setupToken },
      empty(protectionSecret) ? {} : { OpsTrails__ProtectionSecret: protectionSecret },
      empty(signIn.authority)
        ? {}
        : union(
            {
              OpsTrails__SignIn__Authority: signIn.authority
              OpsTrails__SignIn__ClientId: signIn.clientId
            },
            empty(signIn.name) ? {} : { OpsTrails__SignIn__Name: signIn.name },
            empty(signInClientSecret) ? {} : { OpsTrails__SignIn__ClientSecret: signInClientSecret }
          )
    )
  }
}

output planId string = plan.id
output hostName string = app.properties.defaultHostName
