using Layercake.Engine.Declarations;
using Newtonsoft.Json.Linq;

namespace Layercake.Engine.Environments;

/// <summary>The value of <c>${var.NAME}</c> in an environment, and its place.</summary>
public sealed record EnvironmentVariable(string Name, JToken Value, SourceLocation Place);
