using Layercake.Engine.Connecting;
using Layercake.Engine.Environments;

namespace Build.Preparation;

/// <summary>An environment whose vault was read.</summary>
/// <param name="Environment">With the addresses of the local cloud, when it is that.</param>
internal sealed record FetchedSecrets(Connector Connector, DeploymentSecrets Secrets, DeploymentEnvironment Environment);
