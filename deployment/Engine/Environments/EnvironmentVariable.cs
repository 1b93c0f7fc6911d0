using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments;

/// <summary>What <c>${var.NAME}</c> stands for in an environment, and where that is said.</summary>
public sealed record EnvironmentVariable(string Name, JToken Value, SourceLocation Place);
