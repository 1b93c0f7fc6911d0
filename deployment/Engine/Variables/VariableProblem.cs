namespace Layercake.Engine.Variables;

/// <summary>Why a variable cannot be replaced.</summary>
internal sealed class VariableProblem(string code, string message) : Exception(message)
{
    public string Code => code;
}
