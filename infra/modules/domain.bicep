param location string
param appName string
param hostName string

@description('An earlier deployment bound the name with a managed certificate.')
param isBound bool

@description('Thumbprint of a certificate that was uploaded to the app. Empty: Azure issues one.')
param certificateThumbprint string

var isManaged = empty(certificateThumbprint)

resource app 'Microsoft.Web/sites@2025-03-01' existing = {
  name: appName
}

// Azure issues a managed certificate only for a name that is bound. Binding it without a certificate once more would end HTTPS
// until the certificate is bound again, so a name that is already bound skips this step.
resource name 'Microsoft.Web/sites/hostNameBindings@2025-03-01' = if (isManaged && !isBound) {
  parent: app
  name: hostName
  properties: {
    siteName: appName
    hostNameType: 'Verified'
    customHostNameDnsRecordType: 'CName'
  }
}

// Flex Consumption has certificates of the site only, at most three.
resource certificate 'Microsoft.Web/sites/certificates@2025-03-01' = if (isManaged) {
  parent: app
  name: replace(hostName, '.', '-')
  location: location
  properties: { canonicalName: hostName }
  dependsOn: [name]
}

module binding 'binding.bicep' = {
  name: 'binding'
  params: {
    appName: appName
    hostName: hostName
    thumbprint: isManaged ? certificate!.properties.thumbprint : certificateThumbprint
  }
}
