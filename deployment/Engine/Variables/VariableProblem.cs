namespace Layercake.Engine.Variables;

/// <summary>Why a variable cannot be replaced.</summary>
internal sealed class VariableProblem(string code, string message) : Exception(message)
{
    public string Code => code;

    /// <summary>The variable, as it is written; empty when the problem is none of a single one.</summary>
    public string Variable { get; set; } = "";
}
