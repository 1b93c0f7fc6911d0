namespace Layercake.Testing;

/// <summary>A test that has a notebook executed; skipped, and counted as such, where there is no python3.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = Python.WhyMissing;
}
