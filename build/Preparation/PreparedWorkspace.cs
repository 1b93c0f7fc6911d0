using Layercake.Engine;
using Layercake.Engine.Connecting;

namespace Build.Preparation;

/// <summary>A workspace that is ready to be planned for.</summary>
internal sealed record PreparedWorkspace(Connection Connection, DeploymentSession Session);
