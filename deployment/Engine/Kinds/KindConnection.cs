using Layercake.Engine.Environments;
using Layercake.Engine.Ownership;
using Layercake.Rest;
using Layercake.Rest.Apis;

namespace Layercake.Engine.Kinds;

/// <summary>What the remote halves of the kinds are made of.</summary>
internal sealed record KindConnection(
    DeploymentEnvironment Environment,
    WorkspaceClient Client,
    TimeProvider Clock,
    SignedInUser User
)
{
    public static KindConnection Of(DeploymentEnvironment environment, WorkspaceClient client, TimeProvider clock) =>
        new(environment, client, clock, new SignedInUser(new ScimApi(client), environment.DeploysAs, environment.DeploysAsAuto));
}
