using System.Globalization;
using Bench.Micro;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

const double Target = 1.5;

// In this process: another one would be built by a project that is generated somewhere else, with other packages.
var job = (args.Contains("--quick") ? Job.ShortRun : Job.Default).WithToolchain(InProcessEmitToolchain.Instance);
var summary = BenchmarkRunner.Run<VerifyBenchmark>(DefaultConfig.Instance.AddJob(job));

var reached = summary.Reports.Length > 0;
foreach (var algorithm in summary.Reports.GroupBy(report => report.BenchmarkCase.Parameters[nameof(VerifyBenchmark.Algorithm)]))
{
    var (bare, whole) = (Median(algorithm, nameof(VerifyBenchmark.Bare)), Median(algorithm, nameof(VerifyBenchmark.Verify)));
    var ratio = whole / bare;
    reached &= ratio <= Target;
    Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
        $"{algorithm.Key}: signature {bare / 1000:F1} us, whole {whole / 1000:F1} us, ratio {ratio:F2} (target <= {Target:F1}: {(ratio <= Target ? "reached" : "missed")})"));
}
return reached ? 0 : 1;

static double Median(IEnumerable<BenchmarkReport> reports, string method) =>
    reports.Single(report => report.BenchmarkCase.Descriptor.WorkloadMethod.Name == method).ResultStatistics?.Median ?? double.NaN;
