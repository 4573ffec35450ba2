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

resource identity 'Microsoft.ManagedIdentity/userAssignedIdentities@2024-11-30' existing = {
  name: identityName
}

resource insights 'Microsoft.Insights/components@2020-02-02' existing = {
  name: insightsName
}

// Left out unless asked for: a region without the preview may refuse the property.
var updates = rollingUpdates ? { siteUpdateStrategy: { type: 'RollingUpdate' } } : {}

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
    // Certificates of a custom domain belong to the site on Flex Consumption. Only a new app can be given this switch, and the types do not know it yet.
    #disable-next-line BCP037
    siteScopedCertificatesEnabled: true
    // Settings may refer to Key Vault. Without this line the platform would use a system identity, and the app has none.
    keyVaultReferenceIdentity: identity.id
    httpsOnly: true
    clientAffinityEnabled: false
    publicNetworkAccess: 'Enabled'
    siteConfig: {
      minTlsVersion: '1.2'
      scmMinTlsVersion: '1.2'
      ftpsState: 'Disabled'
      http20Enabled: true
    }
    // For siteUpdateStrategy, which the types do not know yet.
    #disable-next-line BCP037
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
        name: 'dotnet-isolated'
        version: '10.0'
      }
      scaleAndConcurrency: {
        // Host and worker together were measured at 367 MB at rest. A 512 MB instance has 784 MB, of which 272 MB are not billed.
        // The processor is the limit: 0.25 core at 512 MB, 1 at 2,048, 2 at 4,096.
        instanceMemoryMB: instanceMemory
        maximumInstanceCount: maximumInstances
        alwaysReady: alwaysReadyInstances == 0 ? [] : [{ name: 'http', instanceCount: alwaysReadyInstances }]
        // An open stream counts as a running request. With the default of 4 at 512 MB, five viewers would start a second instance.
        // 100 requests at 0.25 core were never measured; 100 bodies of the largest size at once may need more memory than 512 MB.
        triggers: { http: { perInstanceConcurrency: 100 } }
      }
      ...updates
    }
  }

  // App Service answers 409 to parallel changes of one site at times, so its children are written one after another.
  // Publishing uses the identity of the person or pipeline that deploys.
  resource scm 'basicPublishingCredentialsPolicies' = {
    name: 'scm'
    properties: { allow: false }
  }

  resource ftp 'basicPublishingCredentialsPolicies' = {
    name: 'ftp'
    properties: { allow: false }
    dependsOn: [scm]
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
        // The program sends its own telemetry. From the host only warnings and errors are wanted.
        AzureFunctionsJobHost__logging__logLevel__default: 'Warning'
        OpsTrails__Storage: tableEndpoint
        OpsTrails__EventGrid__Endpoint: topicEndpoint
        OpsTrails__Mcp__AllowRecording: string(assistantsMayRecord)
      },
      prewarmed ? {} : { WEBSITE_USE_PLACEHOLDER_DOTNETISOLATED: '0' },
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
    dependsOn: [ftp]
  }
}

output hostName string = app.properties.defaultHostName
